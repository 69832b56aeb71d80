<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="en" sourcelanguage="en">
<context>
    <name>twinfeed::AlarmWords</name>
    <message numerus="yes">
        <source>Came %n time(s)</source>
        <translation>
            <numerusform>Came %n time</numerusform>
            <numerusform>Came %n times</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>twinfeed::AutoWords</name>
    <message numerus="yes">
        <source>%n switch(es) left in ten minutes.</source>
        <translation>
            <numerusform>%n switch left in ten minutes.</numerusform>
            <numerusform>%n switches left in ten minutes.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>twinfeed::BusWords</name>
    <message numerus="yes">
        <source>Gap %1, cut %2, %n picture(s) repeated</source>
        <translation>
            <numerusform>Gap %1, cut %2, %n picture repeated</numerusform>
            <numerusform>Gap %1, cut %2, %n pictures repeated</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Gap %1, cut %2, %n picture(s) lost</source>
        <translation>
            <numerusform>Gap %1, cut %2, %n picture lost</numerusform>
            <numerusform>Gap %1, cut %2, %n pictures lost</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%1 on air after %2, gap %3, cut %4, %n picture(s) repeated</source>
        <translation>
            <numerusform>%1 on air after %2, gap %3, cut %4, %n picture repeated</numerusform>
            <numerusform>%1 on air after %2, gap %3, cut %4, %n pictures repeated</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%1 on air after %2, gap %3, cut %4, %n picture(s) lost</source>
        <translation>
            <numerusform>%1 on air after %2, gap %3, cut %4, %n picture lost</numerusform>
            <numerusform>%1 on air after %2, gap %3, cut %4, %n pictures lost</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>twinfeed::DrillReport</name>
    <message numerus="yes">
        <source>%n point(s) more than the time before.</source>
        <translation>
            <numerusform>%n point more than the time before.</numerusform>
            <numerusform>%n points more than the time before.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n point(s) less than the time before.</source>
        <translation>
            <numerusform>%n point less than the time before.</numerusform>
            <numerusform>%n points less than the time before.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>twinfeed::JournalReport</name>
    <message numerus="yes">
        <source>Written at %1; %n entries</source>
        <comment>a date and time</comment>
        <translation>
            <numerusform>Written at %1; %n entry</numerusform>
            <numerusform>Written at %1; %n entries</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>twinfeed::JournalWords</name>
    <message numerus="yes">
        <source>%n more request(s) were refused</source>
        <translation>
            <numerusform>%n more request was refused</numerusform>
            <numerusform>%n more requests were refused</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n channel(s) set up or changed</source>
        <translation>
            <numerusform>%n channel set up or changed</numerusform>
            <numerusform>%n channels set up or changed</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n channel(s) taken down</source>
        <translation>
            <numerusform>%n channel taken down</numerusform>
            <numerusform>%n channels taken down</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n slate(s) deleted</source>
        <translation>
            <numerusform>%n slate deleted</numerusform>
            <numerusform>%n slates deleted</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>twinfeed::NoteDialog</name>
    <message numerus="yes">
        <source>%n character(s) left</source>
        <translation>
            <numerusform>%n character left</numerusform>
            <numerusform>%n characters left</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n character(s) too many</source>
        <translation>
            <numerusform>%n character too many</numerusform>
            <numerusform>%n characters too many</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>twinfeed::OutputList</name>
    <message numerus="yes">
        <source>%n picture(s) dropped</source>
        <translation>
            <numerusform>%n picture dropped</numerusform>
            <numerusform>%n pictures dropped</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n reconnect(s)</source>
        <translation>
            <numerusform>%n reconnect</numerusform>
            <numerusform>%n reconnects</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n more output(s)</source>
        <translation>
            <numerusform>%n more output</numerusform>
            <numerusform>%n more outputs</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>twinfeed::PlanText</name>
    <message numerus="yes">
        <source>%n live run(s)</source>
        <translation>
            <numerusform>%n live run</numerusform>
            <numerusform>%n live runs</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n not restored</source>
        <translation>
            <numerusform>%n not restored</numerusform>
            <numerusform>%n not restored</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>twinfeed::QualityDialog</name>
    <message numerus="yes">
        <source>The last %n hour(s)</source>
        <translation>
            <numerusform>The last %n hour</numerusform>
            <numerusform>The last %n hours</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>twinfeed::SealWords</name>
    <message numerus="yes">
        <source>%n interruption(s)</source>
        <translation>
            <numerusform>%n interruption</numerusform>
            <numerusform>%n interruptions</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n picture(s) did not open</source>
        <translation>
            <numerusform>%n picture did not open</numerusform>
            <numerusform>%n pictures did not open</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Everybody can play it then. %n s left.</source>
        <translation>
            <numerusform>Everybody can play it then. %n s left.</numerusform>
            <numerusform>Everybody can play it then. %n s left.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>The key %1 was given out %n more time(s)</source>
        <translation>
            <numerusform>The key %1 was given out %n more time</numerusform>
            <numerusform>The key %1 was given out %n more times</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>twinfeed::ShelveDialog</name>
    <message numerus="yes">
        <source>%n minute(s)</source>
        <translation>
            <numerusform>%n minute</numerusform>
            <numerusform>%n minutes</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n hour(s)</source>
        <translation>
            <numerusform>%n hour</numerusform>
            <numerusform>%n hours</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>twinfeed::SlateChooser</name>
    <message numerus="yes">
        <source>Slate, ready; unlike live: %n</source>
        <comment>how many things differ</comment>
        <translation>
            <numerusform>Slate, ready; unlike live: %n</numerusform>
            <numerusform>Slate, ready; unlike live: %n</numerusform>
        </translation>
    </message>
</context>
</TS>
