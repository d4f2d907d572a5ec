import type { Language } from '../base/text/languages';
import type { Origin } from '../ports/channels/message-content';

const words: Record<Language, Record<Origin['via'], string>> = {
	en: { ad: 'ad', post: 'post', link: 'link', product: 'product' },
	pt: { ad: 'anúncio', post: 'publicação', link: 'link', product: 'produto' },
};

export const nameVia = (via: string, language: Language): string => words[language][via as Origin['via']] ?? via;

/** Describes an origin: `ad, Presses 40 t, 2372`. Its title and source are untrusted text. */
export const describeOrigin = ({ via, title, source }: OriginParts, language: Language): string =>
	[nameVia(via, language), title, source].filter(Boolean).join(', ');

interface OriginParts {
	via: string;
	title?: string | null;
	source?: string | null;
}
