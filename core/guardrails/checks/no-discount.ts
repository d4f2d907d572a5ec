import { findDiscounts } from './statements/discounts';
import { statementCheck } from './statements/statement-check';

/** Rejects sentences that offer a discount, a promotion, a coupon or a waived fee. Speaking of them without offering one is allowed. */
export const noDiscount = statementCheck('no-discount', {
	code: 'DISCOUNT',
	reason: { en: 'The text offers a discount.', pt: 'O texto oferece um desconto.' },
	find: findDiscounts,
});
