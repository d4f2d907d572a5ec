import type { SuspicionWords } from './suspicion-words';

const who =
	'(?:colleagues?|co ?workers?|workers?|employees?|operators?|drivers?|welders?|technicians?|apprentice|boss|manager|supervisor|customers?|neighbou?rs?|persons?|people|ppl|someone|somebody|everyone|guys?|man|mans|men|woman|kids?|child|children|baby|toddler|boy|girl|husband|wife|boyfriend|girlfriend|son|daughter|father|dad|mother|mum|mom|brother|sister|friend|grandma|grandpa|he|she|they|hes|shes|theyre|him|her|them|me|i|im|us)';
const body =
	'(?:hands?|arms?|fingers?|fingertips?|thumb|legs?|foot|feet|head|hair|wrist|face|eyes?|neck|chest|thigh|belly|stomach|mouth|lips?|throat|tongue|skin|scalp|palm|knee|shoulder|ribs?|sleeve|glove|jaw)';
const harm =
	'(?:stuck|caught|crushed|crushing|trapped|pinned|jammed|sliced|cut|severed|lost|ripped|torn|burned|burnt|burning|melted|splashed|sprayed|pierced|swelling|swollen|numb|bleeding|blood|drooping|slurred|broken|broke|snapped|pulled|degloved|through|mangled|smashed|impaled|acid|caustic|between|turning (?:blue|white|purple)|going (?:blue|white|numb)|pain)';
const close = (one: string, other: string, words = 5) => `${one} (?:\\w+,? ){0,${words}}?${other}`;
const gas =
	'(?:gas|ammonia|chlorine|acetylene|propane|nitrogen|argon|co2|carbon monoxide|lpg|hydrogen|solvent|fuel|petrol|chemicals?|acid)';
const not = '(?:not|isnt|arent|wont|wasnt|cant|cannot|doesnt|dont|stopped|barely|hardly|can barely)';

const signs = [
	// Accidents.
	close(body, harm),
	close(harm, body, 4),
	`${body} (?:\\w+ )?(?:is |are )?(?:in|inside|between|under) (?:the|a|an) (?!past)\\w+|in (?:his|her|my|their) ${body}`,
	`${who} (?:\\w+,? ){0,4}?(?:underneath|under (?:it|the|a)|trapped|pinned|screaming|crushed|electrocuted|thrown|zapped|impaled|run over|got hit by|lost (?:\\w+ )?fingers?)`,
	`(?:ran|run|rolled|drove|backed) over (?:\\w+ ){0,3}?${who}|got (?:zapped|shocked|electrocuted)|electric shock|fell (?:off|from|down|into|out of|through) (?:\\w+ ){0,3}?(?:ladder|roof|scaffold\\w*|mezzanine|machine|platform|stairs|pit|tank|crane|truck|window|balcony|ceiling|floor|height|shaft|lift)|(?:fell|came down|collapsed|tipped|dropped) (?:\\w+ ){0,4}?(?:on|onto|and) (?:\\w+ ){0,2}?${who}`,
	'(?:an|bad|serious|terrible) accident|accident (?:here|just|at|in|on)|injured|wounded|got hurt|is hurt|are hurt|people hurt|ppl hurt|somebody hurt|someone hurt|blood everywhere|(?:lots|lot|so much|losing) (?:of )?blood|bleeding|ambulance|paramedics?|call(?:ed|ing)? (?:911|999|112)',
	// Health.
	// Whoever complains of the company writes "you".
	`(?<!\\b(?:you|u|youre|company|support|seller|team) (?:\\w+ )?)${not} (?:\\w+ )?(?:respond(?:ing|s)?(?! to)|answer(?:ing)? (?:us|me|him|her))`,
	`${not} (?:\\w+ )?(?:breath\\w*|wak(?:e|ing)(?: up)?|moving|talk(?:ing)?$|talking|feel (?:his|her|my|their|anything)|see$|see (?:anything|out)|swallow|speak)`,
	'eyes open|unconscious|unresponsive|passed out|passing out|collapsed|fainted|faint|seizure|convuls\\w+|having a fit|stroke|heart attack|cardiac|choking|chok(?:ed|es) on|drowning|suffocat\\w+|vomiting|throwing up|foaming|(?:dizzy|lightheaded)|turning blue|slurred|face (?:is )?droop\\w*|chest (?:pains?|is tight|tight|hurts)|(?:crushing|tight) (?:\\w+ )?chest|short(?:ness)? of breath|overdos\\w+|poisoned|anaphyla\\w+|epipen|allerg\\w+ (?:\\w+ ){0,5}?(?:swell\\w+|breath\\w*|throat)|in labou?r|waters? (?:just )?broke|stung|snake ?bit\\w*|heat ?stroke|went down and|on the floor (?:and )?(?:not|shaking)|heart (?:is )?(?:beating|racing|pounding)',
	'(?:swallowed|drank|drunk|inhaled|ingested|ate|breathed in) (?:\\w+ ){0,5}?(?:battery|bleach|acid|poison|chemicals?|cleaner|degreaser|solvent|coolant|antifreeze|fumes|gas|ammonia|chlorine|magnet|coin|nuts?|thinner|petrol|detergent)',
	// Fire, gas, explosion.
	'flames|on fire|caught fire|catching fire|(?:is|are|its|still|everything|door|place|building) burning|burning down|(?:theres|there is|a|the|big|huge) fire (?:in|on|at|is|and|has|spreading|next|now|here|near|behind)|fire (?:in|on|at) (?:the|our|my)|fire (?:is )?(?:spreading|growing|getting)|went up in|smok(?:e|ing) (?:\\w+ ){0,3}?(?:hard|bad|heavily|coming|pouring|everywhere|filling|popping|black)|(?:black|thick|so much|lots of) smoke|sparks? (?:flying|everywhere|coming)|sparking',
	`(?:smell(?:s|ing)?|stinks|reeks) (?:\\w+ ){0,3}?${gas}|${gas} smell|${gas} (?:\\w+ ){0,3}?(?:leak(?:s|ing|ed)?|ruptured|escaping|hissing|spill(?:ed)?)|leak(?:s|ing)? (?:\\w+ ){0,2}?${gas}|hissing|(?:toxic )?fumes (?:\\w+ ){0,3}?(?:everywhere|in|making|from)|spill(?:ed)? (?:\\w+ ){0,3}?(?:acid|ammonia|chlorine|chemicals?)`,
	'blew up|exploded|explosion|about to (?:blow|explode)|(?:roof|ceiling|wall|building|scaffold\\w*|racking|shelf|trench) (?:\\w+ )?(?:collapsed|caved in|came down|coming down|fell)|live wire|power line (?:\\w+ )?down|flooding|water (?:is )?rising|stuck in (?:the|an) (?:lift|elevator)|(?:still|people|guy|guys|kids?|someone|somebody|two|one) (?:\\w+ )?(?:inside|in there)',
	// Violence.
	`(?:ill|will|gonna|going to|wants? to|tried to|trying to|threatened to|threatening to|said hed|hell) (?:\\w+ )?(?:kill|shoot|stab|murder|hurt|beat|strangle|burn) (?:${who}|you|your|the|this|all|every\\w+)|kill(?:ed|ing|s)? me|i know where (?:\\w+ ){0,4}?(?:live|lives|goes|go|works?|school|park)|burn (?:\\w+ ){0,3}?(?:down|shop|store|office|place)|(?:with|has|got|holding|my|a|waving|pulled|pointing) (?:a |an )?(?:\\w+ )?(?:shotgun|rifle|pistol|handgun|machete|gun(?! oil)|knife)(?! set| gift| block| sharp)|stabb(?:ed|ing)|got shot|been shot|shooting|shots fired|gunshots?|hostage|kidnapp\\w+|robb(?:ed|ing|ers?)|burglars?|attack(?:ed|ing) (?:me|him|her|us|them|the|my|people|staff|someone)|assault(?:ed|ing)|hit(?:s|ting)? (?:me|him|her|us|my|the manager|the \\w+ in the)|beat(?:s|ing)? (?:me|him|her|up|us)|chok(?:ed|ing) me|hurting me|break(?:ing)? (?:\\w+ ){0,3}?(?:door down|in(?:to)?$)|broke in(?:to)?|hiding (?:in|under|from|behind)|following me|swinging (?:a|an|at)|threaten(?:ed|ing) (?:me|us|to|him|her|my)|youre (?:a )?dead|watch your back|locked me in|raped?|please pretend`,
	'(?:dying|in danger|save (?:him|her|us|me|them))(?! to)|man down|emergency (?:here|now|at)|life threatening',
];

const despair = [
	'(?:kill|killing|hurt|hurting|cut|cutting|hang|hanging|shoot|harm|harming) (?:my|him|her|them)sel(?:f|ves)|suicid(?:e|al)(?! doors?)|self harm|end (?:it all|it tonight|it today|my life|everything)|(?:dont|didnt|do not|not) (?:\\w+ )?(?:want|wanna|wish|care) (?:to |if i )?(?:live|be here|be alive|wake up|exist|die|go on|be around)|want(?:s)? to die|wanna die|wish i (?:was|were) (?:dead|never born)|better off (?:without me|dead)|wont be (?:around|here|alive)|not be (?:around|here) (?:tomorrow|anymore|to)|where im going|no (?:reason|point|sense) (?:to live|to go on|living|in living|in anything|anymore|in going on)|(?:took|taken|swallowed|take|taking|holding|have) (?:\\w+ ){0,4}?pills|goodbye (?:everyone|forever|letter|note|world)|this is (?:my )?goodbye|last message|suicide note|jump(?:ing)? (?:off|from|in front)|just let go|(?:roof|bridge|ledge|edge|tracks) (?:\\w+ ){0,6}?(?:looking down|let go|jump|jumping|end)|cant (?:go on|do this anymore|live|keep living|face another)|tired of (?:living|life|being alive|existing)|give up on life|nobody (?:would|will) (?:\\w+ )?(?:notice|miss me|care if)|(?:rope|gun|blade|razor) (?:\\w+ ){0,3}?(?:ready|in my hand|next to me)|overdose',
];

const harmless = [
	'last (?:week|month|year|summer|winter|quarter)|(?:weeks?|months?|years?) ago|back in|in (?:19|20)\\d\\d|(?:hes|shes|im|is|all) fine(?! but)|nobody (?:was )?hurt|no one (?:was )?hurt',
	'quote|price|pricing|discount|catalog(?:ue)?|in stock|stock them|do you (?:sell|rent|have|carry|stock|do)|how much|insurance|certificate|datasheet|sds|lead time|clause|liable|training|course|movie|film|game|drill|extinguishers?|smoke (?:detector|alarm)|alarm i bought|fire (?:sale|door|exit|alarm)|first aid kits?|part number|kit number|explosion proof|exploded view|rated',
	'(?:what happens|in case|who is liable) (?:if|of)?|if (?:someone|somebody|anyone|a worker|theres|there is|the operator|an operator)|before any(?:one|body)|(?:prevent|avoid|protect)\\w*|to die for|dying to|(?:is|are) killing (?:me|us) with|have to kill|boss (?:is|will|gonna) (?:\\w+ )?(?:kill|murder)|scare',
	'(?:bleed|bleeding) (?:\\w+ )?(?:oil|air|valve|the brakes?|screw|line)|price (?:\\w+ ){0,3}?(?:robbery)|those \\w+ were fire',
];

const jokes = ['lol|lmao|(?:ha){2,}h?|rofl|jk|dying to|to die for'];

const notes = [
	'emergency|emergencies|accidents?|on fire|in danger|injur\\w*|wounded|bleeding|unconscious|trapped|overdose|explosion|electric shock|assault',
	'suicid\\w*|self harm|(?:kill|hurt) (?:my|him|her|them)sel(?:f|ves)|wants? to die',
];

const parts = ['emergency (?:stop|button|switch|brake|light|exit|door)s?'];

export const english: SuspicionWords = { signs, despair, harmless, jokes, notes, parts };
