import type { Logger } from 'n8n-workflow';

/** Warns in n8n's log, without personal data and secrets: errors of services quote what was sent to them. */
export async function warnLog(logger: Pick<Logger, 'warn'>, text: string): Promise<void> {
	const { hideInShort } = await import('../../core/guardrails/masking/hide-in-short');
	logger.warn(hideInShort(text));
}
