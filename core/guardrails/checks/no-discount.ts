import { findDiscounts } from './statements/discounts';
import { statementCheck } from './statements/statement-check';

/** No sentence gives a discount, a promotion, a coupon or a fee for free; to speak of them without giving one is allowed. */
export const noDiscount = statementCheck('no-discount', {
	code: 'DISCOUNT',
	reason: { en: 'The text gives a discount.', pt: 'O texto dá um desconto.' },
	find: findDiscounts,
});
