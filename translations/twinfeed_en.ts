<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="en" sourcelanguage="en">
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
    <name>twinfeed::JournalWords</name>
    <message numerus="yes">
        <source>%n more request(s) were refused</source>
        <translation>
            <numerusform>%n more request was refused</numerusform>
            <numerusform>%n more requests were refused</numerusform>
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
</TS>
