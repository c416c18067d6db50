"""The shell: time, words, platforms, process. Asynchronous edges, synchronous middle.

::

    slack/ · teams/ · web/ a request becomes what was said, pressed or submitted; a message becomes blocks or HTML
        │        ▲
        ▼        │
    requests     │         words and buttons become a command; what it needs to know is looked up in chat
        │        │
        ▼        │
    service ──► views      command, unit, handler, commit; the reply rendered in the words of the space
        │
        ▼
    store ──► outbox ──► chat     what was decided is delivered, whatever happens in between
        ▲
    ticker                 every few seconds: look now
        │
        ▼
    planner ──► service    what is due by itself: who is there is looked up in chat, or by watch in a calendar; begun

* What happens by itself is a row in the store (``rituals.schedule``); ``calendar`` is the port to Outlook, whose
  libraries are loaded only where it is configured.
* Adapters are too thin to be wrong: parse, acknowledge, call the service.
* Only ``wiring`` opens a store; ``platforms`` joins the platforms of the settings to one bot; only ``clock`` reads time
  and chance; only ``texts`` has words; ``health`` says whether all of it runs.
* One folder per platform, and platforms do not know each other: another one is a folder and a few lines in
  ``platforms``. What differs between them: docs/platforms.md.
"""
