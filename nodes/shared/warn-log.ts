import type { Logger } from 'n8n-workflow';

export async function warnLog(logger: Pick<Logger, 'warn'>, text: string): Promise<void> {
	const { hideInShort } = await import('../../core/guardrails/masking/hide-in-short');
	logger.warn(hideInShort(text));
}
