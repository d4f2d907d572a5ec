const end = String.raw`(?:[.!?]+|\n|$)`;
const greeting = new RegExp(
	`^(?:${[
		'ol[áa]',
		'oi',
		'opa',
		'bom dia',
		'boa (?:tarde|noite)',
		'tudo b(?:em|om)',
		'como vai',
		'prazer',
		'(?:muito )?obrigad[oa] (?:por|pelo)',
		'(?:sejam? )?(?:muito )?bem[- ]vind[oa]s?',
		'agradeço',
		'hello',
		'hi',
		'hey',
		'good (?:morning|afternoon|evening)',
		'welcome',
		'thank you for',
		'thanks for',
		'nice to',
		'how are you',
	].join('|')})(?!\\p{L})[^.!?\\n]{0,100}?(?:${end}|(?=\\p{Extended_Pictographic}))`,
	'iu',
);
/** An introduction by name: "I am checking" differs. */
const introduction = new RegExp(
	`^(?:${[
		'[Aa]qui (?:é|quem fala é)',
		'[Qq]uem fala (?:aqui )?é',
		'[Ee]u sou',
		'[Ss]ou',
		'(?:[Ee]u )?[Mm]e chamo',
		'[Mm]eu nome é',
		'[Tt]his is',
		'I am',
		"I['’]m",
		'[Mm]y name is',
		'[Yy]ou are (?:talking|speaking|chatting) (?:to|with)',
	].join('|')}) (?:a |o |da |do |the )?\\p{Lu}[^.!?\\n]{0,140}?${end}`,
	'u',
);
const between = /^[\s,;:–—\p{Extended_Pictographic}\uFE0F\u200D]+/u;
const quoted = /["“«]([^"“”«»\n]{8,300})["”»]/gu;

/** Returns an answer without greeting and introduction, also if the prompt demands those words in quotation marks. */
export function withoutGreeting(answer: string, prompt = ''): string {
	const demanded = [...prompt.matchAll(quoted)].map(([, words]) => words!.trim()).find((words) => answer.trim().startsWith(words));
	let rest = answer.trim().slice(demanded?.length ?? 0);
	for (;;) {
		const text = rest.replace(between, '');
		const found = greeting.exec(text) ?? introduction.exec(text);
		if (!found) return text;
		rest = text.slice(found[0].length);
	}
}
