import { toMinute } from '../../base/iso-time';
import type { QualityHistory } from '../../ports/quality';
import { summarizeVersions } from '../live/summarize-history';
import { drawHistory } from './history-charts';
import { escapeHtml } from '../../base/text/escape-html';
import { writeDocument, writeRow, writeTable } from './html';

export function writeHistoryPage(agent: string, history: QualityHistory): string {
	return writeDocument(`Quality of ${agent}`, [
		`<h1>Quality of ${escapeHtml(agent)}</h1>`,
		...drawHistory(history),
		...(history.days.length > 0 ? ['<h2>Versions</h2>', writeVersions(history), '<h2>Days</h2>', writeDays(history)] : []),
		...(history.evaluations.length > 0 ? ['<h2>Sets of cases</h2>', writeSets(history)] : []),
		...(history.days.length + history.evaluations.length === 0 ? ['<p>Nothing is known of it in this time.</p>'] : []),
	]);
}

function writeVersions(history: QualityHistory): string {
	const rows = summarizeVersions(history).map((one) => {
		const { full, budget, lost } = one.notJudged;
		const seconds = one.meanSeconds === null ? '-' : `${one.meanSeconds.toFixed(1)} s`;
		return writeRow([
			...[escapeHtml(one.version), `${one.firstDay} to ${one.lastDay}`, String(one.runs), percent(one.success)],
			...[seconds, one.p95Seconds === null ? '-' : `${one.p95Seconds} s`, percent(one.supported), percent(one.quality), String(one.judged)],
			`${full} queue full, ${budget} no budget, ${lost} lost`,
		]);
	});
	return writeTable(
		['version', 'days', 'runs', 'success', 'mean time', '95 % within', 'supported', 'quality', 'judged', 'not judged'],
		rows,
	);
}

function writeDays({ days }: QualityHistory): string {
	const rows = days.map((day) => {
		const [runs, judged] = [day.succeeded + day.failed, day.judgedPassed + day.judgedFailed];
		return writeRow([
			...[day.day, escapeHtml(day.version), String(runs), drawBar(day.succeeded, runs)],
			...[drawBar(day.measured - day.unsupported, day.measured), String(judged), drawBar(day.judgedPassed, judged)],
		]);
	});
	return writeTable(['day', 'version', 'runs', 'success', 'supported', 'judged', 'quality'], rows);
}

function writeSets({ evaluations }: QualityHistory): string {
	const rows = evaluations.map(({ at, version, set, setSha256, cases, passed, score }) =>
		writeRow([
			...[toMinute(at), escapeHtml(version), escapeHtml(set), setSha256.slice(0, 12)],
			...[drawBar(passed, cases), `${passed} of ${cases}`, score.toFixed(2)],
		]),
	);
	return writeTable(['evaluated', 'version', 'set', 'cases', 'passed', '', 'score'], rows);
}

const width = 160;

function drawBar(good: number, all: number): string {
	if (all === 0) return '-';
	const part = Math.round((good / all) * width);
	const bar = `<rect width="${width}" height="10" fill="#8883"/><rect width="${part}" height="10" fill="#3a7bd5"/>`;
	return `<svg width="${width}" height="10" role="img" aria-label="${percent(good / all)}">${bar}</svg> ${percent(good / all)}`;
}

const percent = (share: number | null): string => (share === null ? '-' : `${(share * 100).toFixed(1)} %`);
