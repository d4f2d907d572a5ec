import type { Language } from '../../base/text/languages';

/** What is known of the people of a tenant, for what they read. */
export interface PeopleFacts {
	/** Where the customer's words indicate none. */
	language?: Language | undefined;
	/** An IANA name. */
	timeZone?: string | undefined;
}
