"""What the words mean, and the whole product without a network, a database, a clock or chance.

* A **space** is a place in chat where a team meets: a channel, a group chat, the browser room.
* The **bell** is the role of devil's advocate. Whoever has it asks, for one meeting, what might otherwise go unasked.
* A **meeting** here is the life of one bell: somebody is *asked* in private, the yes is *announced*, the bell is
  *rung* (each ring opens a **moment** of five minutes), the meeting is *concluded*, and the **chair** says what was
  done with it.
* The **advocate** (in code: the holder) is whoever has the bell now. The **chair** leads the meeting and closes it.
* A **rotation** hands out turns fairly: every eligible person earns a share of a turn at each meeting and pays one
  when serving. **Credit** is the balance.
* A **seat** is somebody who could be asked at this meeting.
* A **check-out** is a form of closed questions that is open for a while. A **ballot** is one answer to it and never a
  row: a **mark** notes that somebody took part, a **tally** counts. The **threshold** k is how many ballots are needed
  before anything is shown; a **release** is what was published, in **bands**, and all that stays.
* A **plan** says what happens around a team's meetings by itself; a **date** is one of those meetings, an
  **occurrence** one thing that happens around it.
* A **month** is what was counted in a space, published once. An **organisation** is a workspace, or all that the
  operator joined; its **leaders** read the sums, and the **rows** of spaces that share theirs.
* A **command** is what a person or the clock asks. A **reply** answers that very click and is never stored. An
  **effect** is what chat should show next; it is stored with the decision and delivered by the shell.

How it fits together::

    command, unit, moment, seed  ──►  handlers  ──►  Outcome(reply, effects)
                                        │
                                        ▼
   people · rotation · meeting · checkout · questions · publication · space · rhythm · schedule      pure rules
   months · comparison · curiosity · organisation · phases
                                        │
                                        ▼
                                      ports           what a back-end must keep

Nothing here reads the time, draws a random number or knows a sentence in any language: the moment and the seed are
passed in, and the words live in ``bot``.
"""
