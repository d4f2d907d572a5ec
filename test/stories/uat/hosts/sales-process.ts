import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { salesExample } from '../sales-cases';
import { adaptToStage, type Stage } from '../stage';

/** Options of `channel add`. */
export const answeredByProcess = ['--message', 'customer-wrote', '--unanswered', '60', '--escalate', 'sem-resposta'];

/** Writes the process of the example for a stage. @returns its files */
export function writeProcess(folder: string, stage: Stage): string[] {
	return ['sdr.bpmn', 'atendimento.form'].map((name) => {
		const file = join(folder, name);
		writeFileSync(file, adaptToStage(readFileSync(join(salesExample, 'process', name), 'utf8'), stage.supabase.server.url));
		return file;
	});
}
