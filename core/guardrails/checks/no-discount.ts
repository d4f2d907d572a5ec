import { findDiscounts } from './statements/discounts';
import { createStatementCheck } from './statements/statement-check';

/** Forbids sentences that give a discount, a promotion, a coupon or a free fee. Sentences about them are allowed. */
export const noDiscount = createStatementCheck('no-discount', {
	code: 'DISCOUNT',
	reason: { en: 'The text offers a discount.', pt: 'O texto oferece um desconto.' },
	find: findDiscounts,
});
