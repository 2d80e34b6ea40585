import pytest

from atma_tui.calendars.reading.text.online import is_screen, title_says_online


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
