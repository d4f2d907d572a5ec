import type { Language } from '../../base/text/languages';

export interface PeopleFacts {
	/** If the customer's words indicate none. */
	language?: Language | undefined;
	timeZone?: string | undefined;
}
