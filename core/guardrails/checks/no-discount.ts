import { findDiscounts } from './statements/discounts';
import { createStatementCheck } from './statements/statement-check';

export const noDiscount = createStatementCheck('no-discount', {
	code: 'DISCOUNT',
	reason: { en: 'The text offers a discount.', pt: 'O texto oferece um desconto.' },
	find: findDiscounts,
});
