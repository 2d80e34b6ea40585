/* libical (GNOME, KDE, Cyrus): libical ZONE-FOLDER FILE...
   Prints a line for each date of each event: file, UID, start, end, parted by tabs; and for each file its number of
   parse errors and whether libical's own restriction check (RFC 5546) passes: "file" TAB "!" TAB errors TAB check. */
#include <libical/ical.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static const char *file;

static char *read_whole(const char *path) {
    FILE *stream = fopen(path, "rb");
    char *text;
    long size;
    if (!stream) exit(2);
    fseek(stream, 0, SEEK_END);
    size = ftell(stream);
    rewind(stream);
    text = calloc((size_t)size + 1, 1);
    if (fread(text, 1, (size_t)size, stream) != (size_t)size) exit(2);
    fclose(stream);
    return text;
}

static void say_time(struct icaltimetype time) {
    struct icaltimetype utc = time.is_date ? time : icaltime_convert_to_zone(time, icaltimezone_get_utc_timezone());
    printf("\t%s", icaltime_is_null_time(time) ? "-" : icaltime_as_ical_string(utc));
}

static void say(icalcomponent *event, struct icaltimetype start, struct icaltimetype end) {
    printf("%s\t%s", file, icalcomponent_get_uid(event));
    say_time(start);
    say_time(icalcomponent_get_first_property(event, ICAL_DTEND_PROPERTY) ? end : icaltime_null_time());
    printf("\n");
}

static int is_told_by_another(icalcomponent *master, struct icaltimetype day) {
    icalcomponent *calendar = icalcomponent_get_parent(master), *other;
    icalcompiter all = icalcomponent_begin_component(calendar, ICAL_VEVENT_COMPONENT);
    for (; (other = icalcompiter_deref(&all)); icalcompiter_next(&all)) {
        struct icaltimetype original = icalcomponent_get_recurrenceid(other);
        if (!icaltime_is_null_time(original) && !strcmp(icalcomponent_get_uid(other), icalcomponent_get_uid(master)) &&
            icaltime_compare(original, day) == 0)
            return 1;
    }
    return 0;
}

static void say_dates(icalcomponent *event) {
    icalproperty *rule = icalcomponent_get_first_property(event, ICAL_RRULE_PROPERTY);
    struct icaltimetype first = icalcomponent_get_dtstart(event);
    struct icaldurationtype length = icaltime_subtract(icalcomponent_get_dtend(event), first);
    icalrecur_iterator *days = icalrecur_iterator_new(icalproperty_get_rrule(rule), first);
    struct icaltimetype day = icalrecur_iterator_next(days);
    for (; !icaltime_is_null_time(day); day = icalrecur_iterator_next(days)) {
        if (!icalproperty_recurrence_is_excluded(event, &first, &day) && !is_told_by_another(event, day))
            say(event, day, icaltime_add(day, length));
    }
    icalrecur_iterator_free(days);
}

static void say_all(icalcomponent *calendar) {
    icalcomponent *event;
    icalcompiter all = icalcomponent_begin_component(calendar, ICAL_VEVENT_COMPONENT);
    for (; (event = icalcompiter_deref(&all)); icalcompiter_next(&all)) {
        if (icalcomponent_get_first_property(event, ICAL_RRULE_PROPERTY))
            say_dates(event);
        else
            say(event, icalcomponent_get_dtstart(event), icalcomponent_get_dtend(event));
    }
}

int main(int count, char **words) {
    int number;
    if (*words[1]) set_zone_directory(words[1]);
    for (number = 2; number < count; number++) {
        char *text = read_whole(words[number]);
        icalcomponent *calendar = icalparser_parse_string(text);
        file = strrchr(words[number], '/') ? strrchr(words[number], '/') + 1 : words[number];
        if (!calendar) exit(3);
        say_all(calendar);
        printf("%s\t!\t%d\t%d\n", file, icalcomponent_count_errors(calendar), icalrestriction_check(calendar));
        icalcomponent_free(calendar);
        free(text);
    }
    return 0;
}
