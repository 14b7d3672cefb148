"""What danger sounds like in English. The patterns read lowercase text.

SURE: the words alone mean danger unless a guard speaks. HINT: danger only when the trained head agrees.
A line break inside a pattern means nothing. The order of the hazards is the order of what to advise first.
"""

from typing import Dict

SURE: Dict[str, str] = {
    "gas": r"""
        \b(smell|smells|smelling|smelt|stink|stinks|reek|reeks|whiff|stench|
        odou?r)\b[^.;!?]{0,20}\bgas\b(?! (bill|meter reading))|\bgas\b[^.,;!?]{0,12}\b(smell|smells|odou?r|
        leak|leaks|leaking|leaked|escape|escaping|hissing|stinks?)\b|\bleak(s|ing)?\b[^.;!?]{0,8}\bgas\b|
        \bgas (hob|pipe|main|cylinder|line|meter|stove|tank|ring|valve)\b[^.;]{0,24}\b(hiss\w*|leak\w*|
        burst|ruptured|hit|snapped|damaged|smell\w*)\b|\bstairwell stinks\b|
        \bgas emergency\b[^;]{0,80}\b(on the way|stinks?|smell\w*)\b|\b(hit|struck|cut|burst|ruptured|
        broke)\b[^.;!?]{0,12}\bgas (pipe|main|line)\b|\brotten eggs?\b|\b(co|
        carbon monoxide)\b[^.;!?]{0,16}\b(alarm|detector|poison\w*|beep\w*|going off)\b|\bgas alarm\b
    """,
    "shock": r"""
        \b(electric(al)? shock|got (a|an)? ?(electric )?shock|been shocked|got shocked|got zapped|zapped me|
        electrocut\w*|shocks? (me|us|him|her|my|when|from)|a shock (from|off|when)|shocked (twice|by the|
        when i touch))\b|\b(live|exposed|bare|dangling|fallen|downed|hanging) (electric(al)? )?(wires?|
        cables?|power ?lines?)\b|\b(wires?|cables?|power ?lines?) (is |are |has |have )?(come |came )?(down|
        hanging|dangling|fallen|fell|exposed|live)\b|\bwires?\b[^.;!?]{0,14}\b(on the (road|ground|pavement|
        path|street)|in the water|hanging (low|over)|still buzzing)\b|\btingle\b|\bcurrent (in|from|on|
        through) the (tap|shower|water|railing|body)
    """,
    "fire": r"""
        \bon fire\b(?! \(in a good)|\bcaught (fire|the curtain)\b|\bcatching fire\b|\bfire (in|at|on) (the|
        my|our|level|block)\b|\bthere('s| is) (a )?fire\b|\b(in|open|saw|see|huge|high) flames\b|
        \bup in smoke\b|\bburning (smell|plastic|rubber|oil|wire\w*)\b|\bburnt (plastic|rubber|
        wiring)?\s?smell\b|\bsmell(s|ing)? (of )?(smoke|burning|burnt)\b|\bsmell\b[^.;!?]{0,4}\bsmoke\b|
        \bsmoke\b[^.;!?]{0,20}\b(coming|pouring|filling|from|everywhere|rising|corridor|in the)\b|
        \b(smoking|smouldering|is smoking|filling with smoke|smoke and)\b|\bspark(s|ed|ing)\b|\bcrackling\b|
        \bmelted (into|and)\b|\bmelting\b|\bexplo(ded|ding|sion|des)\b|\bblew up\b|
        \bfire alarm\b[^.;!?]{0,24}\b(ringing|going|off|sounding)\b|\bhot and swelling\b|
        \bswollen battery\b|\bpetrol\b[^.;]{0,10}\b(drip\w*|leak\w*|smell)\b|\bsmell of petrol\b|\b(box|
        panel|board|plug|socket|cable|battery|charger|meter)\b[^.;!?]{0,8}\b(is |are )?(too |very |
        red )?hot( to (the )?touch)?\b
    """,
    "trapped": r"""
        \b(trapped|stuck|locked|caught)\b[^.;!?]{0,6}\b(in|inside|between)\b[^.;!?]{0,10}\b(lift|elevator|
        stairwell|staircase|room|toilet|bathroom|car|vehicle|cabin|door|doors|balcony|gate|bars|garage)\b|
        \b(lift|elevator)s?\b[^.;]{0,16}\b(stuck|stopped|dropped|jammed|trapped)\b[^;]{0,30}\b(inside|in it|
        on board|people|persons?|pregnant|with (my|me|her|his|two|three|people|a )|trapped)\b|\b(people|
        someone|somebody|man|woman|kids?|child|children|grandma|mother|baby|he|she|we|i)( is|'s| are|
        're| am|'m)? (trapped|stuck inside|locked in|stuck in)\b|\btrapped\b[^.;!?]{0,20}\b(inside|hour|
        minutes|min)\b|\b(head|hand|arm|leg|fingers?|foot)\b[^.;!?]{0,8}\b(stuck|caught|trapped|jammed)\b|
        \b(lift|elevator) alarm\b[^.;!?]{0,10}\bpressed\b|\blocked in the back\b|\bcan'?t get out\b|
        \bdoors? (won'?t|wont|cannot|can'?t) (unlock|open)\b[^;]{0,12}\binside\b
    """,
    "flooding": r"""
        \b(knee|ankle|waist)[ -]?(deep|high)\b|\bup to (the|my|our) (knees?|ankles?|waist)\b|
        \bflooding (fast|now|badly)\b|\b(is|are|'s|being|getting|all|completely|already) (flooding|
        flooded)\b|\bwater (is )?(rising|gushing|pouring|rushing|flooding|spraying|shooting|cascading|
        coming (up|in|through|thru))\b|\b(burst|bursting)\b[^.;!?]{0,24}\b(main|pipe|water|flood\w*|
        ceiling)\b|\b(pipe|main|hose|tank|boiler)\b[^.;!?]{0,14}\b(burst|ruptured|exploded|blew)\b|
        \babout to burst\b|\bsewage\b[^.;!?]{0,10}\b(coming|backing|all over|pouring|rising|flooding)\b|
        \bceiling\b[^.;!?]{0,12}\b(bulging|about to|caving|coming down)\b|\bpouring (thr|in|down|out|from|
        into)\w*
    """,
    "falling": r"""
        \b(chunks?|lumps?|bits?|pieces?|slabs?|tiles?|bricks?|plaster|render|glass|concrete|cladding|facade|
        panel|masonry|window|branch|tree|scaffold\w*|sign|railing|balcony|air ?con\w*|
        ceiling)\b[^.;!?]{0,28}\b(coming (off|down|away|loose)|came (off|down|away)|come (out|off)|dropping|
        dropped off|falling|fell (on|onto|from|off|near|down|into)|fallen|raining|hanging (loose|off|by)|
        swinging|hanging over|just missed|narrowly missed|collaps\w+|about to (fall|drop|come down)|
        more hanging)\b|\b(just|narrowly) missed (a |my |me|someone|the |our )|\b(nearly|almost) (hit|
        killed) (me|us|my|someone|somebody|a (kid|child|pram|pedestrian|man|woman))\b|\bcollapsed\b|
        \bcollapsing\b|\bhanging low\b
    """,
    "medical": r"""
        \b(ventilator|oxygen|dialysis|feeding pump|nebuli[sz]er|suction (machine|pump)|life support|cpap|
        pacemaker|insulin pump|concentrator)\b[^;]{0,60}\b(power|electric\w*|battery|mains|outage|cut|off|
        died|shutdown|supply|outage)\b|\b(power|electric\w*|outage|cut|supply|shutdown|
        mains)\b[^;]{0,70}\b(ventilator|oxygen|dialysis|feeding pump|nebuli[sz]er|suction machine|
        life support|concentrator)\b|\b(is|am|are|'s|'m|on|depends? on|rely on|relies on|her|his|my|our|
        their|using|uses|wife's|husband's|mum's|mother's|dad's|father's|son's|baby's) (on )?(a |an |
        the )?(home |portable )?(ventilator|oxygen|dialysis|feeding pump|nebuli[sz]er|life support|
        concentrator)\b|\b(unconscious|passed out|collapsed|fainted|not breathing|can'?t breathe|
        cannot breathe|bleeding|heart attack|stroke|seizure|poisoned|overdose|chest pain|is hurt|badly hurt|
        injured|burnt my|burned my|scalded|has slipped|slipped already|broken (leg|arm|hip)|ambulance now|
        sounds confused)\b
    """,
    "other": r"""
        \b(help me please now|emergency!|this is an emergency|it'?s an emergency|life (or|and) death|sos|
        with a knife|has a knife|has a gun|gunman|attacking|being attacked|intruder|
        breaking in(to)?\b[^.;]{0,12}\bnow|suicid\w*|going to jump|threatening to (kill|jump)|kill (himself|
        herself|myself)|bomb)\b|\bbrakes?\b[^.;!?]{0,10}\b(failed|not working|gone|went (soft|
        to the floor))\b|\bsteering\b[^.;!?]{0,8}\b(locked|failed)\b|\bhard shoulder\b|
        \baccelerat\w+ by itself\b
    """,
}

HINT: Dict[str, str] = {
    "gas": r"""
        \b(gas|fumes|headaches?|dizzy|hiss\w*|boiler)\b
    """,
    "shock": r"""
        \b(shock\w*|wires?|live|socket|buzzing|fuse ?box|electric(al)? (panel|riser|box)|tingl\w+|numb)\b
    """,
    "fire": r"""
        \b(fire|smoke|smoking|burn\w*|burnt|hot|melt\w*|brigade|swelling|overheat\w*)\b
    """,
    "trapped": r"""
        \b(stuck|trapped|locked|lift|elevator|alarm button|inside)\b
    """,
    "flooding": r"""
        \b(flood\w*|burst|pouring|gushing|rising|sewage|leak\w*|overflow\w*)\b
    """,
    "falling": r"""
        \b(falling|fell|loose|hanging|swinging|collapse\w*|missed|facade|dropping)\b
    """,
    "medical": r"""
        \b(ventilator|oxygen|dialysis|medical|hurt|bedridden|asthma|diabetic|pregnant|hospital|ambulance|
        mains)\b
    """,
    "other": r"""
        \b(right now|now!|asap|emergency|urgent(ly)?|immediately|send (someone|somebody)|danger\w*|!!)
    """,
}

# Guards are read in the sentence of the danger words.
NEGATED = r"""
    \b(no|not|isn't|wasn't|without|never|didn't|nothing)\b[^.,;!?]{0,10}\b(on fire|gas (leak|smell)|
    smell of gas|smoke|sparks?|flood\w*|trapped|leak(ing)? gas|shock|flames?)\b
"""

PAST = r"""
    \b(earlier this (week|month|year)|last (year|month|week|winter|summer|spring|autumn|time|night's)|
    years? ago|months? ago|weeks? ago|
    back in (19|20|00)\d*|in (19|20|00)\d\d|once|used to|previously|the other (day|week)|that (night|day|
    time)|when i was|had been|(is|was|were|got|been|now|all) (fixed|sorted|resolved|repaired|put out|
    rescued|freed|safe)|all (good|clear|safe) now|no longer|got (him|her|us|them|me|everyone|my \w+) out|
    came (within|in) \w+ minutes|within (ten|five|\w+) minutes|thank|thanks|shout ?out|hats off|grateful|
    kudos|well done)\b
"""

# The trouble is gone; with a word of PAST it is no danger now.
OVER = r"""
    \b((not|isn't|no longer|gone|nothing|none|fine|ok|okay|all right)( any ?more)?( \w+)? now|
    now (it('s| is| has)? ?)?(gone|fine|ok|okay|over|sorted|stopped|cleared))\b
"""

NOW = r"""
    \b(now|still|again|right now|just (now|started|came|come|fell|got|died|went|had|saw)|today|tonight|
    this (morning|evening|afternoon|minute)|going off|we've all|getting|hours|currently|getting worse|
    nobody|not a soul|no one|since \d|since (this )?(morning|yesterday)|please send|pls send|send someone|
    help)\b
"""

SUPPOSED = r"""
    \b(if there('s| is| was| were)|if (i|we|you|the|a|it|my) (ever )?(smell|smells|get|see|catches|leaks|
    floods)|in case( of)?|just being prepared|numbers? (to|for)|what (should|do|would) (i|we|you) do (if|
    when)|what if|what happens (if|when)|hypothetical\w*|how (do|can|to)( i| we| you)? (prevent|avoid|
    detect|tell|test|check|know)|drill|drills|training|exercise|practice|test alarm|alarm test|testing the|
    false alarm|insurance|policy cover\w*|leaflet|poster|brochure|extinguishers?|sprinklers? (tested|
    inspected)|to (prevent|avoid)|prevents?|avoids?|would (catch|stop|prevent|help)|could (one day|someday)|
    might (one day|someday)|suggest\w*|should (fit|install|add|have|put)|would be (good|great|nice|better|
    useful)|how safe|is it safe|are they safe|rated for|fire ?proof|fire[- ]?rated|fire door\w*|fire escape|
    fire lane|fire pit|smoke detectors?|smokeless)\b
"""

FIGURE = r"""
    \b(on fire \(in a good|fire sale|fired|selling like|a shock to (see|find|get|read|open|receive)|
    bill shock|price shock|shocked (to|at|that|by (the|your|my) (bill|price|charge|amount|cost|attitude|
    quote))|in for a shock|sticker shock|sparks? joy|spark of|sparked|flooded with (calls|emails|messages|
    complaints)|flood of|stuck (in|inside|with) (a |the |your )?(menu|loop|contract|queue|plan|phone|chat|
    system|traffic|hold)|trapped in (a |the |your )?(contract|loop|plan|menu|lease|tariff)|
    locked in(to)? (a|the|my|your|this)? ?(contract|rate|tariff|price|plan|deal|lease)|money pouring|
    pouring money|praise pouring|smoking (area|ban|corner|in the|on the|near)|smokers?|neighbou?rs? smok\w+|
    cigarettes?|exploded with joy|heart attack when (i|we) (saw|opened|read)|killing me|acts? like|
    acting like|as if|as though|like i'm|dying to|bombarded|photo ?bomb|burning (question|money|a hole)|
    burns? (money|a hole))\b
"""
