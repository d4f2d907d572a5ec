import { hideInShort } from './hide-in-short';

/** Warns whoever operates this process, in n8n too, without personal data and secrets: errors of services quote what was sent to them. */
export const warnOperator = (text: string, options: { code?: string; type?: string } = {}): void =>
	process.emitWarning(hideInShort(text), options);
