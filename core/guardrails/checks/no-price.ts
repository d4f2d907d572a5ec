import { findPrices } from './statements/prices';
import { statementCheck } from './statements/statement-check';

/** Forbids sentences that state a price, in figures or in words. Sentences about prices are allowed. */
export const noPrice = statementCheck('no-price', {
	code: 'PRICE',
	reason: { en: 'The text states a price.', pt: 'O texto informa um preço.' },
	find: findPrices,
});
