import { exportPersonEverywhere } from '../../../service/operations/privacy/export-person';
import type { ExportHost } from '../../../service/privacy/export/export-host';

type Portion = Awaited<ReturnType<typeof exportPersonEverywhere.perform>>;

/** Reads all portions of an export. */
export async function exportWhole(person: string, host: ExportHost, language: 'en' | 'pt' = 'en') {
	const context = { host, by: 'user:test', signal: new AbortController().signal };
	const portions: Portion[] = [];
	do portions.push(await exportPersonEverywhere.perform({ person, language, cursor: portions.at(-1)?.cursor }, context));
	while (portions.at(-1)!.cursor !== undefined);
	return {
		answer: portions[0]!.answer!,
		rows: portions.flatMap(({ rows }) => rows),
		page: portions.map(({ page }) => page).join(''),
		leftOut: portions.at(-1)!.leftOut,
		portions,
	};
}
