import type { EmergencyWords } from './emergency-words';

const who =
	'(?:colleagues?|co ?workers?|workers?|employees?|operators?|drivers?|welders?|technicians?|boss|manager|customers?|neighbou?rs?|persons?|people|someone|somebody|guy|man|men|woman|women|kid|kids|child|children|baby|boy|girl|husband|wife|boyfriend|girlfriend|son|daughter|father|dad|mother|mum|mom|brother|sister|friend|grandma|grandpa|he|she|they|hes|shes|theyre)';
const place =
	'(?:factory|plant|warehouse|building|house|home|apartment|flat|shop|store|office|workshop|kitchen|garage|basement|site|yard|floor|room|school|hospital|elevator|lift|here|hall)';
const thing =
	'(?:machine|press|engine|motor|panel|boiler|oven|furnace|compressor|transformer|battery|tank|cylinder|car|truck|lorry|forklift|socket|wire|wiring|cable|roof|conveyor|lathe|generator|server|phone|stove|reactor|pipe|forge)';
const height = `(?:${thing}|ladder|scaffold|scaffolding|crane|platform|pole|window|bridge|mezzanine|horse|balcony|stairs)`;
const cage = `(?:${thing}|elevator|lift|building|basement|room|house|warehouse|wreck|wreckage|rubble|fire|silo|door|rollers?|gears?|mixer|pit|trench|bathroom)`;
const limb = '(?:hands?|arms?|fingers?|legs?|foot|feet|head|hair|wrist|thumb)';
const opening = '^(?:(?:help|urgent|emergency|please|hey|hi|hello|guys|oh my god|omg|quick|hurry),? )*';
const is = '(?:is|are|was just|s|re|got|has|have)';
const attack = '(?:heart attack|stroke|seizure|cardiac arrest)';
const rescue = '(?:ambulance|paramedics?|fire brigade|fire department|firefighters?|police|911|999|112)';
const has = '(?:there is|theres|there are|we have|weve got|we got|i have|we just had|there was just|there has just been)';

const hurt = [
	'passed out|unconscious|unresponsive|collapsed|fainted|choking|drowning|suffocating|bleeding|dying|injured|wounded|electrocuted|poisoned|overdosed|overdosing',
	`(?:having|had|has had|suffering) (?:a |an )?(?:${attack})|been (?:shot|stabbed|run over|electrocuted|poisoned)|not (?:waking up|responding|moving)|wont wake up`,
	`fell (?:off|from|down|out of) (?:\\w+ )?${height}|(?:trapped|stuck|caught|pinned|crushed) (?:in|under|inside|beneath|between|by) (?:\\w+ )?${cage}`,
	`(?:cut|crushed|lost|severed|burned|broke) (?:off )?(?:his|her|their|a|two) ${limb}|got (?:badly )?(?:hurt|burned|injured)|(?:got|took) an electric shock`,
].join('|');

const events = [
	`${has} (?:a|an|some) (?:\\w+ ){0,2}?fire (?:in|at|on|here|now|behind|next)`,
	`${has} (?:a|an) (?:(?:big|huge|small|serious|bad) )?fire(?:$| and| we)`,
	`${opening}fire (?:here|now|in|at|on) (?:\\w+ )?(?:${place}|${thing})`,
	`(?:${place}|${thing}) (?:\\w+ ){0,2}?(?:on fire|caught fire|catching fire|in flames|burning down|burst into flames)`,
	`${opening}(?:(?:its|it is|everything is|we are|were|something is) )?(?:on fire|burning|in flames) (?:here|now)`,
	'smoke (?:is )?(?:coming|pouring|billowing) (?:out )?(?:of|from)|full of smoke|smoke (?:is )?(?:everywhere|all over|filling)',
	`(?:${has}|with) (?:a |an )?(?:\\w+ )?(?:gas|ammonia|chlorine|chemical) leak|(?:gas|ammonia|chlorine) (?:is )?leaking|leaking (?:gas|ammonia|chlorine)`,
	`${opening}(?:gas|ammonia|chlorine) leak(?: (?:here|now|in|at)(?: \\w+){0,3})?$`,
	'(?:smell|smelling|smells like|strong smell of|smells of) (?:strong |strongly |of )?gas (?:here|in|now|$)',
	'(?:not|isnt|stopped|cant|cannot|hardly|barely) breath(?:e|ing)',
	`${who} (?:[\\w,]+ ){0,5}?(?:${hurt})`,
	`(?:${who}|we) (?:\\w+ ){0,2}?trapped(?: inside)?|${opening}(?:chemical|acid|ammonia|chlorine) spill(?! kit| tray| contain| pallet)`,
	`i(?: am|m)? (?:\\w+ )?(?:bleeding|choking|suffocating|having (?:a |an )?(?:${attack})|trapped (?:in|under|inside) (?:\\w+ )?${cage}|having (?:bad |severe )?chest pains?)`,
	`${limb} ${is} (?:\\w+ )?(?:stuck|caught|trapped|crushed|cut off|severed|pinned)`,
	'bleeding (?:heavily|badly|a lot|out|everywhere)|wont stop bleeding|losing (?:a lot of |so much )?blood',
	`(?:just had|has just been|was just|just been|just happened) (?:a|an) (?:\\w+ ){0,2}?accident|${opening}accident (?:here|at|in|on) (?:\\w+ )?(?:${place}|${thing})`,
	`(?:there was|there has been|theres been|we had|we have had|there is) (?:a|an) (?:\\w+ )?accident (?:here|now|and|with (?:an?|our|my|one) (?:\\w+ )?${who})`,
	`(?:there has been|theres been|there was just|we just had) an? (?:\\w+ )?accident (?:at|in|on) (?:\\w+ )?(?:${place}|${thing})|${opening}explosion (?:at|in) (?:\\w+ )?(?:${place}|${thing})`,
	`(?:swallowed|drank|inhaled|ingested) (?:\\w+ ){0,3}?(?:poison|bleach|acid|chemicals?|chlorine|gas|ammonia|solvent)`,
	'swallowed (?:a |the )?(?:button )?(?:battery|magnets?)|(?:someone|somebody|man|woman|he|she|guy|boy) (?:just )?(?:got|was|has been) (?:stabbed|shot)',
	'flames (?:are )?(?:coming out of|shooting out of)|face (?:is )?drooping|lost (?:\\w+ )?fingers in|ran over (?:\\w+ ){0,3}?(?:leg|foot|arm|head)',
	'(?:strong )?(?:gas|ammonia) (?:leak|smell) in the (?:shop|kitchen|cold room|basement|house|building|workshop)|took (?:way )?too many pills',
	'(?:is|am|went|gone|going) into labou?r|in labou?r (?:now|right)|waters? (?:just )?broke',
	`(?:there was|there has been|theres been|just had|we had|we heard) an? (?:\\w+ )?explosion|${thing} (?:\\w+ )?exploded`,
	'(?:roof|ceiling|building|wall|scaffold|scaffolding|structure) (?:\\w+ )?(?:collapsed|caved in|is collapsing)',
	`(?:man|guy|person|someone|somebody|he|intruder) (?:\\w+ ){0,6}?(?:with|has|holding) (?:a |an )?(?:gun|knife|weapon)|active shooter|shots (?:were )?fired|(?:someone|somebody|man|guy) (?:\\w+ )?shooting (?:outside|at|in|people)|(?:someone|somebody|man|guy|thieves|burglars?) (?:\\w+ ){0,2}?(?:broke|breaking|break) in(?:to)?`,
	'(?:being|getting) (?:robbed|attacked|assaulted|beaten|followed|kidnapped)|(?:husband|boyfriend|he|ex|partner) (?:\\w+ )?(?:is hitting|is beating|is choking|stabbed) me',
	`(?:call|send|get|dial) (?:(?:us|me|for|an|the) )*${rescue}|need (?:(?:an|the) )?(?:ambulance|paramedics?|fire brigade|fire department)`,
];

const before = [
	'\\bin case|\\bin the event|\\bwhen (?:there|a|someone)\\b|\\b(?:prevent|avoid|protect|simulat|imagin)\\w*|\\brisk of|\\bagainst\\b|\\bfear of|\\bdetector|\\bunless\\b',
	'(?<!know |sure |tell |see )\\bif (?:there|we|someone|somebody|anyone|a|an|the|you|it|something|my|he|she|they|i)\\b|\\bif $|\\bwhat happens|\\bin the (?:movie|game)',
].join('|');

export const english: EmergencyWords = {
	events,
	before: new RegExp(before),
	near: /\b(?:not|never|no|without|almost|nearly|didnt|isnt|wasnt)(?: (?:a|an|any|had|have))? $/,
	within: /\b(?:almost|nearly|never) |\b(?:not|isnt|didnt|wasnt) (?!breath|waking|responding|moving)/,
	anywhere: new RegExp(
		[
			'\\b(?:yesterday|last (?:night|week|month|year|summer|winter)|(?:days?|weeks?|months?|years?) ago|back in|in (?:19|20)\\d\\d)\\b',
			'\\b(?:movie|film|series|novel|book|game|news|song|meme|lol|(?:ha){2,}|training|webinar)\\b',
			'\\b(?:laugh|laughing|laughter|curiosity|boredom|hunger|thirst|embarrassment|to (?:try|see|know|buy|hear))\\b|\\bof (?:the )?excitement',
			'\\b(?:promo\\w*|sale|sales|deals?|discounts?|prices?|debts?|quote|quotation|buy|purchase|policy|coverage|catalog(?:ue)?|certificate)\\b',
			'\\bfire (?:sale|alarm|extinguishers?|drill|exit|door|insurance|safety)\\b|\\bfalse alarm',
			'\\b(?:already|now) (?:put out|under control|resolved|fine|ok)\\b|\\bwas put out|\\bis (?:fine|ok) now',
		].join('|'),
	),
};
