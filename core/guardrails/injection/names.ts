import type { Language } from '../../base/text/languages';
import { rules } from './rules';

const disguises: Record<string, Record<Language, string>> = {
	'hidden-characters': { en: 'contains invisible characters', pt: 'contém caracteres invisíveis' },
	'hidden-variation-selectors': { en: 'hides text behind an emoji', pt: 'esconde texto atrás de um emoji' },
	'look-alike-letters': { en: 'mixes letters that look alike', pt: 'mistura letras parecidas' },
	'many-shot': {
		en: 'contains a long conversation in which an assistant answers',
		pt: 'contém uma longa conversa em que um assistente responde',
	},
	'out-of-place': { en: 'has an order that does not belong to the text around it', pt: 'tem uma ordem que não pertence ao texto em volta' },
	'payload-splitting': { en: 'splits an order into pieces', pt: 'divide uma ordem em pedaços' },
	'reversed-text': { en: 'is written backwards', pt: 'está escrito ao contrário' },
};
const encoded: Record<Language, string> = { en: 'hides an order in an encoding', pt: 'esconde uma ordem em uma codificação' };

/** For people: "tells the assistant to set its instructions aside, hides an order in an encoding". */
export function describeReasons(reasons: readonly string[], language: Language): string {
	const names = reasons.map((id) => (rules.find((rule) => rule.id === id)?.name ?? disguises[id] ?? encoded)[language]);
	return [...new Set(names)].join(', ');
}
