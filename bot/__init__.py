"""The shell: time, words, platforms, process. Asynchronous edges, synchronous middle.

::

    slack/ · teams/ · web/   a request becomes what was said, pressed or sent; a message becomes blocks, cards or HTML
        │          ▲
        ▼          │
    desk/requests  │         finds the way that a ritual's desk has for it, and checks who may go it
        │          │
        ▼          │
    service ──► views/       command, unit, handler, commit; the reply rendered in the words of the space
        │
        ▼
    the store ──► delivery/ ──► chat/      what was decided is delivered, whatever happens in between
        ▲
    run/ticker               every few seconds: look now
        │
        ▼
    service ◄── planning/    what is due by itself: who is there is looked up in chat or calendar; begun

The rooms; imports point downwards only::

    cli                      what an operator types
    operator/                doctor, papers, verify, reports as files
    run/                     process, platforms, wiring, health, logs, ticker: how it runs
    slack/ teams/ web/       one folder a platform, with the same names; they do not know each other
    running                  a bot that runs, as platforms and commands see it
    desk/                    how people reach each ritual: words, buttons, forms
    planning/                what happens by itself; calendar/ is the port to Outlook
    service                  the one way in: one command, one unit, one answer
    delivery/                messages under way
    chat/                    the port that every platform fills, and who is there
    report/                  the month as page, Excel, CSV
    views/                   how each ritual looks, and the words that can be typed
    texts · locale/          the catalogues
    settings · kernel/       settings; clock, limits, refusals of the shell

Desk and views have a module of the name of each ritual (see ``rituals``). Only ``run.wiring`` and what an
operator types open a store; only ``kernel.clock`` reads time and chance (but for the secret key, which ``run.pepper``
makes once); only ``texts`` has words. What differs between platforms: docs/platforms.md.
"""
