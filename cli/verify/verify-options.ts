import type { Language } from '../../core/base/text/languages';
import type { KeyOptions } from '../terminal/open-signer';

export interface VerifyOptions extends KeyOptions {
	only?: string[];
	maxNotTried?: number;
	list?: boolean;
	language: Language;
	json?: boolean;
	sarif?: boolean;
	html?: boolean;
	/** A file. */
	output?: string;
	/** The folder of `troupe-verify`. */
	from?: string;
}
