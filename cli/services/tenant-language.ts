import type { Language } from '../../core/base/text/languages';
import type { Terminal } from '../terminal/terminal';

/** Options of a command that says something, before the language is known. */
export type Spoken<Options extends { language: Language }> = Omit<Options, 'language'> & { language?: Language };

/** Fills in the language of what a command says: that of the tenant, or English. @throws TroupeError STORAGE_…, SERVICE_UNREACHABLE */
export async function inLanguage<Options extends { language?: Language }>(
	options: Options,
	terminal: Terminal,
): Promise<Options & { language: Language }> {
	return { ...options, language: options.language ?? (await readLanguage(terminal)) ?? 'en' };
}

async function readLanguage(terminal: Terminal): Promise<Language | undefined> {
	if (terminal.service !== undefined) {
		const { callOperation } = await import('./call-operation');
		const { whoAmI } = await import('../../service/operations/me');
		return (await callOperation(whoAmI, {}, terminal)).language ?? undefined;
	}
	const { openPrivateState } = await import('../host');
	const { readTenantLanguage } = await import('../../providers/compose/state/host-tenants');
	return readTenantLanguage(openPrivateState(terminal));
}
