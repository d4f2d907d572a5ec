import type { Language } from '../../base/text/languages';
import { counted, fill, reportWords, toBound } from './report-words';
import type { DayQuality, Spread } from './sum-quality';

export function describeQuality(quality: DayQuality, language: Language): string[] {
	const own = reportWords[language];
	const times = (title: string, { medianSeconds, p90Seconds }: Spread) =>
		medianSeconds === null ? [] : [`${title}: ${fill(own.times, toBound(medianSeconds), toBound(p90Seconds!))}`];
	const { good, bad } = quality.reactions;
	const lines = [
		...times(own.firstAnswer, quality.firstAnswer),
		...times(own.personAnswer, quality.personAnswer),
		...describeAnswers(quality, language),
		...(good + bad === 0 ? [] : [`${own.reactions}: 👍 ${good}, 👎 ${bad}`]),
		...(quality.judged === null ? [] : [fill(own.judged, quality.judged.passed + quality.judged.failed, quality.judged.passed)]),
	];
	return lines.length === 0 ? [] : [own.quality, ...lines.map((line) => `- ${line}`)];
}

function describeAnswers(quality: DayQuality, language: Language): string[] {
	const own = reportWords[language];
	const { answered, blocked, needsHuman, limitReached, quoted, modelFailures, otherFailures, changedByRule } = quality;
	const of = (words: readonly [string, string], count: number | null) => (count ? [counted(words, count, language)] : []);
	const answers = answered + blocked + needsHuman + limitReached;
	if (answers + modelFailures + otherFailures === 0) return [];
	const failures = [...of(own.modelFailures, modelFailures), ...of(own.otherFailures, otherFailures)];
	const facts = [...of(own.blocked, blocked), ...of(own.changed, changedByRule), ...of(own.quoted, quoted)];
	return [`${counted(own.answers, answers, language)}: ${[...facts, ...(failures.length > 0 ? failures : [own.noFailures])].join(', ')}`];
}
