/**
 * The glossary of docs/contributing/words.md, as far as a pattern can hold it: phrases that a reader stumbles over, and what to write.
 * The linter applies it to strings and comments, docs/words.test.ts to the pages.
 */
export const phrases = [
	[
		/(?<!\b[Tt]here )(?<!\b[Tt]his )\b(?:is|are|was|were) no (?!longer\b|more than\b|less\b|later than\b|earlier than\b|larger than\b|match\b|trouble\b|reason\b)/,
		'is not a',
	],
	[/\banew\b/, 'again'],
	[/(?<!\b[Tt]here )\b(?:is|are|was|were|counts as|count as) none\b/, 'is not a …, or: is missing'],
	[/\b(?:that|which|what|who) (?:is|are|was|were) to be\b/, 'that must be, or an active verb'],
	[/\bsomething else than\b/, 'other than, or: that is not a'],
	[/\b[Ll]et (?:it|them|him|her)\b(?! (?:be|go)\b)/, 'to allow this, …'],
	[/\bwhich there are\b/, 'list existing …'],
	[/\bby nobody\b/, 'not …'],
	[/\bwas not said\b/, 'was not specified'],
	[/\b(?:[Ii]s|[Aa]re|[Ww]as) it that\b/, 'a statement'],
	[/\bno[bt]ody was told\b/, 'no one was notified'],
	[/\bbehind (?:it|them|this|that|one another|each other)\b/, 'after it'],
	[/\bat the most\b/, 'at most'],
	[/\bso many\b/, 'that many'],
	[/\bbrings? no\b/, 'has no'],
	[/\bto be had\b/, 'available'],
	[/\bwhat there is\b/, 'the existing …'],
	[/\bstands? (?:in|on|behind|above|below|before|beside) (?:the|a|its|it|this|each|every|docs|`)/, 'is in'],
];

/** Comments that begin with "Of" name no subject. */
const opening = /^[\s*]*Of\b(?! course)/;

export const plainWords = {
	meta: {
		type: 'suggestion',
		schema: [],
		messages: {
			phrase: '"{{found}}" is hard to read: write "{{instead}}" (docs/contributing/words.md).',
			opening: 'Begin the comment with its subject (docs/contributing/words.md).',
		},
	},
	create(context) {
		const check = (node, text) => {
			for (const [pattern, instead] of phrases) {
				const found = pattern.exec(text)?.[0];
				if (found) context.report({ loc: node.loc, messageId: 'phrase', data: { found, instead } });
			}
		};
		const checkText = (node, text) => {
			if (typeof text === 'string' && /\s/.test(text.trim())) check(node, text);
		};
		return {
			Literal: (node) => checkText(node, node.value),
			TemplateElement: (node) => checkText(node, node.value.cooked),
			Program() {
				for (const comment of context.sourceCode.getAllComments()) {
					check(comment, comment.value);
					if (opening.test(comment.value)) context.report({ loc: comment.loc, messageId: 'opening' });
				}
			},
		};
	},
};
