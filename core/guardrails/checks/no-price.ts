import { readOwnPrices } from './statements/own-prices';
import { findPrices } from './statements/prices';
import { createStatementCheck } from './statements/statement-check';

/** Forbids sentences that state a price, in figures or in words. Sentences about prices, and prices of the agent's own settings, are allowed. */
export const noPrice = createStatementCheck('no-price', {
	code: 'PRICE',
	reason: { en: 'The text states a price.', pt: 'O texto informa um preço.' },
	find: findPrices,
	allows: ({ ownPrices = [] }) => (ownPrices.length > 0 ? readOwnPrices(ownPrices) : undefined),
});
