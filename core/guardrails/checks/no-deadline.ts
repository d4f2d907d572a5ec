import * as Type from 'typebox/type';
import { tellsOfDelivery } from './statements/appointments';
import { findDeadlines } from './statements/deadlines';
import { createStatementCheck } from './statements/statement-check';

const options = {
	of: Type.Optional(
		Type.Enum(['deliveries', 'others'], {
			description:
				'Which deadlines: deliveries (when something is delivered, installed or ready), or others (calls, visits, answers, proposals, payments). Default: all. Two checks with names can have a text for each.',
		}),
	),
};

/** Forbids sentences that state by when something will be done, delivered or answered. */
export const noDeadline = createStatementCheck('no-deadline', {
	code: 'DEADLINE',
	reason: { en: 'The text gives a deadline.', pt: 'O texto informa um prazo.' },
	options,
	find: findDeadlines,
	isAbout: ({ of }, { text }) => of === undefined || tellsOfDelivery(text) === (of === 'deliveries'),
});
