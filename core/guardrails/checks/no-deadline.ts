import { findDeadlines } from './statements/deadlines';
import { createStatementCheck } from './statements/statement-check';

/** Forbids sentences that state by when something will be done, delivered or answered. */
export const noDeadline = createStatementCheck('no-deadline', {
	code: 'DEADLINE',
	reason: { en: 'The text gives a deadline.', pt: 'O texto informa um prazo.' },
	find: findDeadlines,
});
