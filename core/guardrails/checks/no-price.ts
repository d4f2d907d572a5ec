import { readOwnPrices } from './statements/own-prices';
import { findPrices } from './statements/prices';
import { createStatementCheck } from './statements/statement-check';

/** Forbids stating a price in figures or words. Allows talk about prices, and prices in the agent's settings. */
export const noPrice = createStatementCheck('no-price', {
	code: 'PRICE',
	reason: { en: 'The text states a price.', pt: 'O texto informa um preço.' },
	find: findPrices,
	allows: ({ ownPrices = [] }) => (ownPrices.length > 0 ? readOwnPrices(ownPrices) : undefined),
});
