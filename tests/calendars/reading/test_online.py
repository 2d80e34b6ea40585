import pytest

from atma_tui.calendars.reading.reader import read_calendar
from atma_tui.calendars.reading.text.online import is_meeting, is_screen, title_says_online
from tests.calendars.feeds import NOW


@pytest.mark.parametrize(
    "place",
    [
        "Online",
        "ONLINE EVENT",
        "Online (link will be sent)",
        "Online, Canada",
        "Virtual event",
        "Zoom",
        "Zoom meeting, ID 123 4567, passcode 99",
        "https://meet.example.org/edmonton",
        "https://us02web.zoom.us/j/123?pwd=ab",
        "zoom.us/j/123",
        "Microsoft Teams Meeting",
        "Google Meet",
        "Live stream on YouTube",
        "Phone call",
        "Zoom (link sent after registration)",
        "Zoom link will be e-mailed to registrants",
        "Held on Zoom, Alberta, Canada",
        "Webex meeting; dial-in 1-888-555-0100, code 1234",
        "Online, 6 pm Mountain Time",
        "Teams",
        "doxy.me/room",
        "En ligne",
    ],
)
def test_a_screen_is_no_place(place):
    assert is_screen(place)


@pytest.mark.parametrize(
    "place",
    [
        "",
        "To be announced",
        "Room 3",
        "Team room",
        "Edmonton clinic and online",
        "Online and at 12 Calgary Trail NW",
        "https://maps.example.org/?q=clinic",
        "https://goo.gl/maps/abc",
        "room-3@clinic.example",
        "Webster Library",
        "Teams Centre, Calgary",
        "Mountain Hall",
        "At home",
    ],
)
def test_a_place_is_one_though_it_is_on_a_screen_too(place):
    assert not is_screen(place)


@pytest.mark.parametrize(
    "title",
    ["Online: breathing", "Webinar", "Webinar – sleep", "Talk (online)", "Talk [via Zoom]", "Talk – online only",
     "Online circle", "Virtual open house", "Circle on Zoom"],
)  # fmt: skip
def test_a_title_may_be_marked(title):
    assert title_says_online(title)


@pytest.mark.parametrize(
    "title",
    ["How to be safe online", "Circle (online and in person)", "Virtual reality in therapy", "Zoom into calm",
     "Talking of online dating", "Circle"],
)  # fmt: skip
def test_a_talk_about_life_online_is_a_visit(title):
    assert not title_says_online(title)


MEETINGS = [
    "X-GOOGLE-CONFERENCE:https://meet.google.com/abc-defg-hij",
    "x-google-hangout:https://hangouts.google.com/x",
    "X-MICROSOFT-SKYPETEAMSMEETINGURL:https://teams.microsoft.com/l/meetup-join/19%3ameeting",
    "X-MICROSOFT-ONLINEMEETINGEXTERNALLINK:https://clinic.webex.com/j.php?MTID=m1",
    "X-MICROSOFT-ONLINEMEETINGCONFLINK:conf:sip:room@clinic.example",
    'CONFERENCE;VALUE=URI;FEATURE=AUDIO,VIDEO;LABEL="Talk, by video":https://meet.example/abc',
    "CONFERENCE;VALUE=URI;FEATURE=PHONE:tel:+1-403-555-0100,,,1234",
]


def is_online(*lines):
    body = "\r\n".join(("BEGIN:VCALENDAR", "BEGIN:VEVENT", "UID:1", "DTSTART:20261208T010000Z", *lines))
    [found] = read_calendar(f"{body}\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n".encode(), now=NOW).events
    return found.online


@pytest.mark.parametrize("line", MEETINGS)
def test_a_meeting_without_a_place_is_on_a_screen(line):
    assert is_online(line)
    assert is_online(line, "LOCATION:Zoom")


@pytest.mark.parametrize("line", MEETINGS)
@pytest.mark.parametrize("place", ["12 Sample St, Edmonton", "Room 3", "To be announced"])
def test_a_meeting_beside_a_place_is_one_link_more(line, place):
    assert not is_online(line, f"LOCATION:{place}")


@pytest.mark.parametrize(
    "line", ["X-GOOGLE-CONFERENCE:", "X-MICROSOFT-ONLINEMEETINGCONFLINK:", "X-MICROSOFT-CDO-BUSYSTATUS:a:b"]
)
def test_an_empty_or_another_property_says_nothing_of_a_meeting(line):
    assert not is_online(line)


@pytest.mark.parametrize(
    ("address", "meeting"),
    [
        ("https://us02web.zoom.us/j/1?pwd=x", True),
        ("https://teams.microsoft.com/l/meetup-join/x", True),
        ("https://clinic.webex.com/meet/x", True),
        ("https://clinic.example/zoom.us/", False),
        ("https://zoom.us.clinic.example/", False),
        ("https://clinic.example/edmonton", False),
        ("zoom", False),
    ],
)  # fmt: skip
def test_addresses_of_meetings_are_known_by_their_hosts(address, meeting):
    assert is_meeting(address) is meeting
