import type { Language } from '../base/text/languages';
import type { Origin } from '../ports/channels/message-content';

const words: Record<Language, Record<Origin['via'], string>> = {
	en: { ad: 'ad', post: 'post', link: 'link', product: 'product' },
	pt: { ad: 'anúncio', post: 'publicação', link: 'link', product: 'produto' },
};

/** Returns the kind of an origin as people call it; another word stays as it is. */
export const nameVia = (via: string, language: Language): string => words[language][via as Origin['via']] ?? via;

/** Returns an origin as people read it: `ad, Presses 40 t, 2372`. Strangers wrote its title and source. */
export const describeOrigin = ({ via, title, source }: OriginParts, language: Language): string =>
	[nameVia(via, language), title, source].filter(Boolean).join(', ');

interface OriginParts {
	via: string;
	title?: string | null;
	source?: string | null;
}
