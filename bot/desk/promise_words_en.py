"""Whether English words that tell a time promise something of ours."""

import re

from bot.desk.said import Said

_DOING = (
    "coming sending visiting calling arriving fixing replacing installing bringing dropping popping returning "
    "dispatching attending starting finishing delivering doing getting booked scheduled arranged set confirmed due "
    "planned pencilled assigned completing back repairing cleaning painting meeting ringing phoning heading there "
    "round over"
).replace(" ", "|")
_STAFF = (
    "we i plumber electrician technician engineer team colleague he she they visit work repair pump part parts crew "
    "contractor"
).replace(" ", "|")
_HAPPENS = "come|visit|arrive|start|begin|go|call|finish|send|return|attend|happen|take place|get"

# That somebody will do it, that it is arranged, or that it takes place.
_WILL = re.compile(
    r"\b(?:will|shall|gonna|going to)\b|'ll\b|\b(?:promise|guarantee|commit|undertake)\b"
    r"|\b(?:aim|plan|planning|aiming|intend|hope|hoping|try|expect|expecting|due|meant|looking) (?:to|for)\b"
    r"|\b(?:can|could|should) (?:have|be|get|come|do|send|call|fix|offer|make)\b(?! come\b| been\b)"
    r"|\bshould (?:see|receive|hear|notice)\b|\b(?:make sure|ensure|let me|see to it)\b"
    rf"|(?:\b(?:is|are|am|be)|'m|'re|'s)\s(?:\w+\s)?(?:{_DOING}|lined up|with you|"
    r"on (?:his|her|their|the|our|my) way)\b"
    r"|\b(?:booked|rescheduled|scheduled|arranged|moved|postponed|pencilled|lined up|re-?booked|assigned|pushed|"
    r"brought)\b"
    r"|\b(?:asked|told|got|instructed|sent)\s(?:[\w'-]+\s){1,4}to\b"
    rf"|\b(?:{_STAFF})s?\s(?:{_HAPPENS})(?:s|es)?\b"
    r"|\b(?:the|our)\s(?:[\w-]+\s){1,2}(?:start|begin|come|arrive|visit|return|attend)s?\b"
    r"|\b(?:goes|comes) (?:in|out|up|down|off|on)\b"
    r"|\b(?:appointment|visit|inspection|repairs?|installation|fitting) (?:is |has been )?(?:on|for|at)\b"
)
# The same at the beginning of a clause, without its subject.
_BRIEFLY = re.compile(
    r"^\W*(?:(?:ok(?:ay)?|sure|sorry|hi|hello|noted|yes|right|thanks|great)\W+)*"
    r"(?:will|coming|back (?:to you|with you|on)|expect|arriving|calling|see you|on (?:my|our|his) way|sending|"
    r"fixing|done|fixed|sorted|repaired|replaced|ready|call ?back|"
    r"(?:(?:temporary|permanent|final|full|emergency) )?(?:plumber|electrician|technician|engineer|visit|fix|"
    r"repair|refund|delivery|update|answer|reply|appointment)|"
    r"be (?:there|with you|round|back)|there (?:in|at|by)|to be|should be|promise|you have my word|"
    r"aiming|hoping|planning)\b"
)

# What the customer is to do, or did.
_YOU = re.compile(
    r"\byou (?:need|must|have to|can|could|may|might|ought|are to|want|wanted|asked|said|told|say|wrote|"
    r"mention\w*|prefer|pay|come|call|collect|confirm\w*|were|did|had|promised|would|do|go|still)\b"
    r"|\byou should (?!(?:have (?:an?|the|your|hot|it|news)|see|receive|hear|get)\b)"
    r"|\byou(?:'ll| will| shall| are going to) (?!(?:also |then |both |all |definitely |surely |certainly |still )?"
    r"(?:have (?:an?|the|your|it|our|hot|water|heating|power|news|everything|us|me|him|her|them)\b|get|receive|hear|"
    r"see|be (?:contacted|called|refunded|notified|informed|updated|reimbursed|credited|paid|able|back)|know|find))"
    r"|\byou'd\b|\byou(?:'re| are) (?:welcome|free|invited|expected|required|asked)\b"
    r"|^\W*(?:then |and |so |also |but )?(?:please|pls|kindly)\b"
    r"(?! (?:expect|note|rest assured|be assured|accept|bear|allow))"
    r"|^\W*(?:and |then |or |so )?(?:call|phone|ring|text|email|come|send|pay|bring|visit|collect|sign|keep|"
    r"make sure you|be home|remember|contact|try again|stay|drop|pop|return|submit|leave (?!it)|let (?:us|me) know|"
    r"don't|do not)\b"
)
_OTHERS = (
    "customer tenant resident neighbour neighbor supplier manufacturer courier council landlord owner bank insurer "
    "utility police court guest school"
).replace(" ", "|")
_THEY = re.compile(
    rf"\b(?:you|he|she|they|(?:{_OTHERS}|contractor|colleague)s?|someone|somebody|i was|we were)\s(?:\w+\s)?"
    r"(?:said|says|say|told|wrote|mentioned|thinks?|thought|asks?|asked (?:us|me|for)|claims?|claimed|promised|"
    r"wants?|wanted|hopes?|complain\w*|reported|insists?|informed|was told|been told)\b"
    r"|\b(?:i|we) (?:was|were) told\b"
    rf"|\b(?:{_OTHERS}|post office|(?:power|water|electricity|gas) company|mrs?\.? \w+)s?"
    r"(?:'ll| will| is| are| has| says?| have)\b"
)
_FACTS = re.compile(
    r"\b(?:open(?:s|ing)?|closed|closes|closing|shut|shuts|unavailable|on (?:leave|holiday)|"
    r"off (?:from|on|for|between|tomorrow|today|until)|hours are|rain|weather|snow|storm|expires?|"
    r"ends|will end|overdue|birthday|(?:public|bank) holiday|(?:switched|turned|cut|shut|be|go) off|"
    r"out of (?:service|order)|no (?:water|power|heating|gas|electricity|hot)|interrupted|suspended|deadline|rent|"
    r"lease|due (?:on|by)|meeting is|drill|party|event|price|fee|charges?|increase)\b"
)
_NOT = re.compile(
    r"\b(?:won't|will not|can't|cannot|can not|couldn't|not be|unable|isn't|aren't|no one|nobody|no-one|none of|"
    r"never|no longer|not (?:come|coming|going|able|possible|available|before|until|earlier|sure|certain|promise|"
    r"guarantee|make)|don't|doesn't|didn't|cancell?(?:ed|ing)?|wouldn't|shouldn't|there's no|impossible|failed|"
    r"missed)\b(?! (?:be )?later)"
)
_LAST = "week|night|month|year|time|mon|tue|wed|thu|fri|sat|sun"
_PAST = re.compile(
    r"\b(?:should|would|could|might|must)(?:'ve| have)\b"
    r"(?! (?:it|that|this|the|your|an?|some\w*|everything|news|more|him|her|them|one|our|you|hot|water|heating|"
    r"power)\b)"
    r"|\b(?:were|did|came|went|took|happened|called|fixed on|repaired on|replaced on|visited|"
    r"was (?:here|there|fixed|repaired|"
    r"replaced|done|sent|completed|installed|delivered|finished|promised|supposed|due|meant|scheduled|booked|going)|"
    rf"supposed to|yesterday|last (?:{_LAST})\w*|ago|earlier (?:today|this)|used to|had (?:been|come|said|promised)|"
    r"since|already (?:came|fixed|been|done))\b"
)
_ASKED = re.compile(
    r"^\W*(?:(?:so|and|but|hi|hello|ok|also)\W+)?(?:would|could|can|is|are|do|does|did|has|have|was|were|shall|should|"
    r"may|will|won't|isn't|aren't) "
    r"(?:you|we|i|he|she|they|it|that|this|the|your|our|my|a|someone|anyone|there|\w+day\w*)\b"
    r"|^\W*(?:(?:so|and|but|ok)\W+)?(?:when|what|which|how|who|why|where)\b"
)
_WISH = re.compile(
    r"\b(?:i|we)(?: would|'d)? (?:wish|suggest|recommend|like|prefer|need|want)\b"
    r"|\b(?:would|might|could) (?:be|suit|work)\b|\b(?:how|what) about\b|\bit may\b|\bmaybe we (?:could|can)\b"
)
_VETOES = (_YOU, _THEY, _FACTS, _NOT, _PAST, _ASKED, _WISH)

# In the words before, or with it.
_IF = re.compile(
    r"\b(?:if|unless|in case|provided|providing|assuming|whether|depending|subject to|once|as soon as|as long as|"
    r"when(?:ever)?(?! (?:he|she|they|we|i)(?:'ll| will)))\b"
)


def promising(said: Said) -> bool:
    clause = said.clause.strip()
    if not (_WILL.search(clause) or _BRIEFLY.search(clause)):
        clause = f"{said.before} {said.clause} {said.after}".strip()
        if not _WILL.search(clause):
            return False
    if said.asked or _IF.search(f"{said.before} {said.clause}"):
        return False
    return not any(veto.search(clause) for veto in _VETOES)
