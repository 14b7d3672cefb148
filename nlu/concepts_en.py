"""Families of English words that say the same thing for the labels.

A family seen in a message becomes one more feature of it, so that a word the training examples never used
still counts. Families only hint: their weights are learned. The patterns read lowercase text;
a line break inside a pattern means nothing.
"""

from typing import Dict

FAMILIES: Dict[str, str] = {
    "greeting": r"""
        ^\W*(hi|hey|hello|hiya|howdy|yo|namaste|greetings|morning|good (morning|afternoon|evening|night|
        day)|goodnight|selamat|salam|bye|goodbye|merry|happy|eid|dear (sir|team|all)|knock)\b|
        \b(good(bye| ?night)|see you|nice (day|weekend|evening)|anyone (there|around|home)|anybody (there|
        around|home)|how are you|first time here|happy new year|season'?s greetings|take care|have a (nice|
        good|great|lovely))\b
    """,
    "ack": r"""
        ^\W*(ok|okay|kk?|alright|got it|noted|understood|cool|perfect|great|fine|right|sure|ta|ty|tq|thx|
        thanks|thank (you|u)|cheers|appreciated|all good|sounds good|will do|no more questions|
        that('s| is) (all|it|clear))\b
    """,
    "usage": r"""
        \b(what (can|do) (you|u) do|how (do|does|to|can|should) (i|this|you|it)? ?(work|use|start|begin|
        type|write|talk)|how (do i|to) (use|start|tell)|what (should|can|do) i (type|write|say|ask|press|
        send)|commands?|menu|options|instructions|manual|guide|this (bot|chat|thing|channel)|where (do|
        can) i (press|click|tap|start|complain|report|find)|is this (where|the right)|right place|can (i|
        you|u) (report|send|understand|read|speak|switch|help|complain)|voice messages?|pictures?|what (are|
        is) (you|this) for|switch (to|language)|new to this|first time using|help)\b
    """,
    "abuse": r"""
        \b(stupid|idiots?|idiotic|morons?|dumb|fools?|bastards?|crap|crooks?|scum|clowns?|f+\*+|f[u*]ck\w*|
        wtf|sh[i*]t\w*|bollocks|bitch\w*|arse\w*|ass(hole)?s?|damn|bloody|suck|sucks|screw (you|u)|
        go to hell|hell with|shut up|get lost|piss|hate (you|u)|drop dead|brain ?dead|imbeciles?|retards?|
        losers?|garbage|useless|worthless|trash)\b
    """,
    "idle": r"""
        \b(joke|poem|song|sing|story|weather|rain(s|ing)?|football|cricket|match|movie|film|recipe|cook|
        boil|restaurant|recommend|capital of|translate|meaning of|chatgpt|gpt|ai|robot|computer|human|real|
        bot|marry|love you|girlfriend|boyfriend|bored|lol|haha\w*|hmm|meh|blah|test|testing|wrong (chat|
        number|group)|ignore (that|all|previous)|prompt|how old|your name|who made|bitcoin|lottery|my (cat|
        dog|ex|knee|wife|husband|sister|grandson)|tokyo|guess what)\b
    """,
    "ask": r"""
        \?|\b(how (do|does|can|much|many|long|often|far|big|thick|soon)|what('s| is| are| does| do| would|
        s)?|when|which|who|where|wondering|want(ed)? to (know|check|ask)|like to (know|ask|understand)|
        need to know|please (advise|tell|explain|confirm)|kindly (advise|tell|let|confirm|share)|
        let me know|is it (ok|possible|allowed|true|normal)|do (you|i|we)|does (the|it|your)|can (i|we|you)|
        could (i|we|you)|may i|am i|are (there|you|we)|is there|is the|any idea|curious|clarify|confirm|
        explain)\b
    """,
    "ask_start": r"""
        ^\W*((hi|hello|dear|good \w+|sir|hey)\W+(\w+\W+)?)?(how|what|whats|when|which|who|whom|where|can|
        could|may|do|does|is|are|will|would|am|if)\b
    """,
    "ask_end": r"""
        \?\W*$
    """,
    "business": r"""
        \b(apply|application|register|registration|request|copy of|certificate|form|forms|documents?|
        paperwork|transfer|name change|change (of|my|the) (name|address)|book|booking|appointment|schedule|
        reschedule|opening hours?|open on|office hours|procedure|process|steps|fee|fees|cost|costs|price of|
        charges? for|invoice|receipt|statement|renew|permit|arrange|set up|sign up|switch to|moving (in|out|
        house)|contact|phone number|email address)\b
    """,
    "wish": r"""
        \b(should|suggest|suggestion|suggesting|propose|proposal|recommend|idea|ideas|would be (great|good|
        nice|lovely|handy|useful|helpful|better|a )|would (help|love|make|save|go a long way|appreciate)|
        could (you )?(add|put|have|be|do with|make|offer|use)|can (you )?(add|put|have|make|offer)|why not|
        why don't|how about|what about|what if|please (add|put|make|consider|offer|introduce)|consider|
        considering|wish|feature request|next (time|batch|phase|version|one|run|tower|model)|instead of|
        rather than|maybe|perhaps|worth|in future|in the future|might be|ought to|let (us|me|people|
        residents|customers|buyers|the)|give (us|people|residents|customers|buyers)|my two cents|
        just a thought|food for thought|hope you (can|will|could)|it'd be|i'd (like|love|suggest|put|add|
        make|pay)|good to have|nice to have|pls (add|put|make)|few more|one more|an option|opt)\b
    """,
    "wish_start": r"""
        ^\W*(add|put|make|let|give|offer|show|send|print|fit|use|install|have|allow|provide|introduce|
        replace|move|open|start|train|include|extend|publish|post|paint|plant|mark|keep|allow|bring|build|
        create|stick|swap|change|set|run|guarantee|honour|honor|split|turn|double|widen|raise|cap|tell|
        teach|a|an|more|two|one|maybe|perhaps|idea|suggestion|small|tiny|how about|why not|what if|pls|
        please|can|could)\b
    """,
    "thanks": r"""
        \b(thanks?|thank you|thankyou|grateful|gratitude|appreciate|appreciated|kudos|hats off|shout ?out|
        well done|good job|great job|nice (work|job|one)|great work|good work|bravo|cheers|compliments?|
        commend|credit (to|where)|props|respect|salute|bless|take a bow|five stars?|10/10|full marks|
        high five|a gem|class act|medal|promotion|deserves?|raise)\b
    """,
    "delight": r"""
        \b(great|excellent|brilliant|lovely|love|loved|loving|fantastic|amazing|awesome|superb|wonderful|
        perfect|perfectly|delighted|delight|impressed|impressive|chuffed|pleased|happy|glad|joy|pleasure|
        genius|clever|smart|beautiful|beautifully|best|smooth|smoothly|solid|rock solid|flawless|spotless|
        kind|kindness|patient|patience|polite|courteous|friendly|helpful|professional|thoughtful|quick|fast|
        faultless|punctual|refreshing|worth every|never once|not (one|a single|once)|zero|thrilled|spot on|
        top notch|first class|good as|game changer|life saver|lifesaver|saved|treat|unreal|a dream|dream|
        like butter|ahead of|early|earlier than|exactly as|just like|as (promised|advertised|described|
        said)|kept (your|their|his|her|its) (word|promise)|honoured|to the (day|letter|penny))\b|👍|🙏|❤|👏|
        😍|🥰|💯
    """,
    "trouble": r"""
        \b(problem|problems|issue|wrong|fault|faulty|bad|terrible|horrible|awful|disgusting|unacceptable|
        ridiculous|pathetic|useless|rubbish|joke|shambles|nightmare|fed up|sick of|tired of|disappointed|
        disappointing|angry|annoyed|annoying|frustrated|frustrating|shocking|appalling|poor|worst|worse|
        lied|lie|liar|liars|lying|scam|cheat|cheated|fraud|misled|mislead|misleading|shame|refuse|refused|
        refuses|refusing|ignored|ignore|ignoring|nobody|no one|no-one|nothing|not a soul|still|yet|again|
        keeps|kept|every (day|night|time|morning|evening|week)|third time|fourth time|twice|complain|
        complaint|refund|compensation|escalate|demand|unfair|unable|impossible|fails?|failed|failing|
        never (came|arrived|showed|called|rang|replied|turned|got|received)|supposed to|turns out|
        apparently|now (they|you|it)|can't|cannot|cant|won't|wont|doesn't|doesnt|didn't|didnt|don't|isn't|
        wasn't|aren't|haven't|hasn't|not)\b
    """,
    "staff": r"""
        \b(staff|guard|guards|security|receptionist|reception|technician|engineer|engineers|plumber|
        electrician|agent|agents|advisor|adviser|operator|operators|manager|cleaner|cleaners|cleaning|
        driver|courier|fitter|installer|crew|officer|desk|counter|hotline|call cent(re|er)|helpline|
        phone line|on hold|queue|queued|team|lady|man|guy|chap|gentleman|woman|uncle|auntie|clerk|cashier|
        concierge|caretaker|porter|inspector|mechanic|workshop|someone|your (people|men|man|guys|office)|
        rude|attitude|shouted|yelled|hung up|rolled (her|his)|missed|no show|no-show|showed up|turned up|
        waited|waiting|wait|called|rang|phoned|emailed|replied|reply|response|answered|answer|ticket|
        tickets|follow ?up|transferred|promised (me )?(a )?call|call ?back)\b
    """,
    "billing": r"""
        \b(bill|bills|billed|billing|charged|overcharged|double charged|direct debit|autopay|auto debit|
        payment|payments|paid|pay|refunded|late fee|penalty|estimated|estimate|meter read(er|ing|ings)?|
        reading|readings|account|receipt|invoice|invoices|statement|balance|debt|collector|reminder|card|
        bank|portal|paperwork|forms?|documents?|notice|notices|letters?|noticeboard|sms|whatsapp|
        office hours|opening hours|opening|hours|weekend|saturdays?|sundays?|parcel|parcels|delivery|
        rubbish|bins?|trash|garbage|collection|swept|mop|mopped|dirty|parking warden|visitor|visitors|
        registration|rota|training|train)\b
    """,
    "promise": r"""
        \b(promised?|promises|promising|brochure|leaflet|flyer|poster|advert|adverts|ad|ads|advertised|
        advertis\w+|commercial|showroom|show ?flat|show home|sales ?(man|person|lady|woman|rep|team|guy|
        girl|people|gallery|office|agent|sheet|kit|pitch)?|salesman|saleslady|seller|sold|rep|dealer|
        dealership|broker|contract|contracts|agreement|signed|sign|clause|deposit|booking|handover|
        hand over|possession|completion|delivery date|warranty|guarantee|guaranteed|guarantees|gift|gifts|
        voucher|vouchers|discount|discounts|cashback|bonus|free|freebie|complimentary|included|inclusive|
        promo|promotion|promotional|offer|offers|deal|deals|quoted|quote|price lock|locked|fixed (price|
        rate)|introductory|teaser|launch|pre-?order|early bird|referral|refer|reward|rewards|points|loyalty|
        school place|school places|up to|unlimited|terms|small print|fine print|t&c|rebate|trade-?in|
        buy ?back|rental (yield|guarantee)|lease|tenancy|instal?ment|emi|interest|down ?payment|reservation|
        when (we|i) (bought|signed|joined)|said (it|that|the|we|i|there|would)|told (me|us)|assured|
        website (says|said|states)|listing|listed|refund)\b
    """,
    "plan": r"""
        \b(layout|floor ?plan|plan|plans|planned|planning|design|designed|designer|architect|drawing|drawn|
        location|located|placed|placement|position|positioned|facing|orientation|view|overlook\w*|width|
        wide|narrow|height|high|low|depth|deep|length|short|long|size|sized|dimension|dimensions|sqm|square|
        space|spaces|room for|fit|fits|capacity|number of|how many|socket|sockets|outlet|outlets|
        plug points?|power points?|switch|switches|button|buttons|lifts?|elevators?|stairs|staircase|ramp|
        steps|bays?|parking|lot|lots|garage|carpark|car park|entrance|exit|gate|corridor|balcony|kitchen|
        kitchens|bedroom|bathroom|toilet|wardrobe|storage|shelf|shelves|hooks?|bench|benches|playground|
        garden|pool|gym|trees?|bike|bicycle|racks?|pram|wheelchair|app|apps|screen|screens|menu|menus|page|
        interface|display|font|text|icon|graph|chart|dashboard|notification|notifications|widget|dark mode|
        feature|features|function|mode|setting|settings|option|options|compatible|support|supports|tariff|
        tariffs|tier|tiers|tiered|block|rate|rates|peak|off-peak|standing charge|bundle|package|plan|colour|
        color|model|version|remote|manual|instructions|seat|seats|boot|trunk|dial|knob|handle|lid|
        door opens|opens|charging (point|points|bay|bays)|ev)\b
    """,
    "works": r"""
        \b(leak|leaks|leaking|leaked|leaky|drip|drips|dripping|burst|crack|cracks|cracked|cracking|broke|
        broken|breaks|break|breakdown|outage|outages|blackout|power cut|no power|no water|no gas|no heating|
        no internet|no signal|no hot water|voltage|flicker|flickers|flickering|trip|trips|tripped|tripping|
        pressure|trickle|cloudy|brown|rusty|rust|rusted|yellow|smell|smells|smelly|stink|stinks|odou?r|
        noise|noisy|noises|rattle|rattles|rattling|squeak|squeaks|squeaking|humming|buzzing|grinding|clunk|
        vibrat\w+|mould|mold|mouldy|damp|seep\w*|stain|stains|peel|peeling|bubbl\w+|hollow|warped|loose|
        wobbl\w+|snapped|fell off|falls off|came off|fallen|stuck|jammed|jams|blocked|clogged|overflow\w*|
        flood\w*|defect|defects|defective|faulty|malfunction\w*|dead|died|dies|stopped|stops|won't (start|
        turn|open|close|charge)|error|crash|crashes|crashed|freez\w+|froze|reboot\w*|restart\w*|overheat\w*|
        cold|lukewarm|hot|slow|speed|speeds|mbps|buffering|drops|dropped|dropping|dropouts?|lag|lags|laggy|
        latency|ping|disconnect\w*|battery|engine|brakes?|gearbox|clutch|compressor|motor|pump|boiler|
        radiator|heater|pipe|pipes|piping|plumbing|wiring|wires?|cable|cables|transformer|pole|poles|
        insulation|soundproof\w*|grout|tile|tiles|tiling|paint|plaster|render|concrete|slab|walls?|ceiling|
        roof|window|windows|seal|seals|hinge|hinges|screws?|material|materials|thick|thicker|thickness|
        steel|plastic|rubber|stainless|quality|durable|durability|lasts?|lasted|wear|worn|repair|repaired|
        repairs|fix|fixed|fixing|replace|replaced|replacement|spare|service interval|maintenance|stable|
        steady|reliable|works|working|waterproof\w*|hardness|chlorine|tested|normal)\b
    """,
    "status": r"""
        \b(ticket|case|ref|reference|request no|complaint no|job number|status|progress|any (news|update|
        updates|progress|reply)|update|following up|follow up|chasing|where (is|are|at)|how far|
        resolved or not|assigned|looked at|latest)\b
    """,
    "person": r"""
        \b(human|agent|operator|representative|advisor|live (chat|person|officer|agent)|real (person|agent|
        human)|person|speak (to|with)|talk (to|with)|connect me|put me through|transfer me|call me|ring me|
        pass me|hand me over)\b
    """,
    "owing": r"""
        \b(how much (do|did|is|was|are|am)|owe|owing|outstanding|balance|due|due date|amount|total|bill|
        paid|payment|go through|gone through|cleared|received|instal?ment|debit)\b
    """,
    "cut": r"""
        \b(outage|power cut|shutdown|shut ?off|shut down|turned off|cut off|load shedding|planned (works|
        maintenance|outage)|scheduled|be off|gone off|off (today|tomorrow|tonight)|back on|be back|restored|
        down for|is .* down|whole (block|street|area)|only us|just us|tonight|tomorrow|today)\b
    """,
}
