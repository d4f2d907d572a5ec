import type { ExitCode } from '../terminal/report-error';
import { printable, type Terminal } from '../terminal/terminal';
import { readResults } from './read-results';
import { summaryLines } from './show-results';
import { nameVariant } from './variant';
import { type ReportFiles, writeReports } from './write-reports';

export type ReportOptions = ReportFiles;

export async function runReport(files: string[], options: ReportOptions, terminal: Terminal): Promise<ExitCode> {
	const all = await Promise.all(files.map(async (file) => ({ file, result: await readResults(file) })));
	for (const { file, result } of all) {
		terminal.print(terminal.style('bold', `${printable(file)}: ${printable(nameVariant(result))}`));
		for (const line of summaryLines(result, terminal)) terminal.print(`  ${line}`);
	}
	await writeReports(all, options);
	return all.every(({ result }) => result.cases.every(({ passed }) => passed)) ? 0 : 1;
}
