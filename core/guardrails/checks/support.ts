import * as Type from 'typebox/type';
import { measureSupport, type StatementSupport } from '../../knowledge/support/measure-support';
import { judgeSupport } from '../../knowledge/support/judge-support';
import type { Language } from '../../base/text/languages';
import type { GuardrailContext } from '../../ports/guardrails/guardrail-context';
import type { ChatModel } from '../../ports/models/models';
import { defineCheck } from '../policy/check-kind';
import { share } from '../policy/policy-shapes';

/** Measured: less word overlap counts against a statement. */
export const leastSupport = 0.25;
/** From here on, no judge is needed. */
const sureSupport = 0.6;

const lacks: Record<Language, Record<NonNullable<StatementSupport['lacks']>, string>> = {
	en: {
		number: 'has a number that its passages do not have',
		name: 'has a name that its passages do not have',
		negation: 'denies what its passages say, or says what they deny',
		words: 'is not what its passages say',
	},
	pt: {
		number: 'tem um número que os trechos dela não têm',
		name: 'tem um nome que os trechos dela não têm',
		negation: 'nega o que os trechos dela dizem, ou diz o que eles negam',
		words: 'não é o que os trechos dela dizem',
	},
};
const reason: Record<Language, (lack: string) => string> = {
	en: (lack) => `A statement of the reply ${lack}.`,
	pt: (lack) => `Uma afirmação da resposta ${lack}.`,
};

const options = {
	minimum: share('Replies of which a statement has a lower score are stopped. Default 0.25.'),
	judge: Type.Optional(
		Type.Enum(['in-doubt', 'never'], {
			description: "Whether the host's judge is asked about statements that words do not decide. Default never.",
		}),
	),
};

/** Finds replies that the cited passages do not support. */
export const support = defineCheck({
	id: 'support',
	code: 'SUPPORT',
	options,
	stages: ['output'],
	onlyStops: true,
	scope: 'sentence',
	create: ({ minimum = leastSupport, judge: asks }, parts) => ({
		async check(text, context) {
			if (context.isRefusal) return { kind: 'pass' };
			if (asks === 'in-doubt' && parts.judge) await decideDoubts(text, context, minimum, parts.judge);
			const worst = measureSupport(text, context)?.statements.toSorted((one, other) => one.score - other.score)[0];
			if (!worst || worst.score >= minimum) return { kind: 'pass' };
			const lack = worst.lacks ?? 'words';
			const matches = [{ type: lack, start: 0, end: text.length, score: worst.score }];
			return { kind: 'violation', reason: reason[context.language](lacks[context.language][lack]), matches };
		},
	}),
});

/** Other words can be synonyms; numbers, names and negations cannot. */
const isContradicted = ({ score, lacks: lack }: StatementSupport): boolean => score === 0 && lack !== 'words';

/** Asks a judge about undecided statements. The decisions stay with the run. */
async function decideDoubts(text: string, context: GuardrailContext, minimum: number, judge: ChatModel): Promise<void> {
	const sure = Math.max(minimum, sureSupport);
	const doubts = measureSupport(text, context)?.statements.filter((one) => !one.judged && one.score < sure && !isContradicted(one));
	for (const { text: statement, citations } of doubts ?? []) {
		const cited = citations.length > 0 ? citations.map((number) => context.passages[number - 1]!) : context.passages;
		context.judged?.set(statement, await judgeSupport(statement, cited, judge));
	}
}
