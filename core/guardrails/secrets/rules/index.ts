import type { SecretRule } from '../rule';
import { addresses } from './addresses';
import { cloud } from './cloud';
import { developerTools } from './developer-tools';
import { keysAndTokens } from './keys-and-tokens';
import { messaging } from './messaging';
import { models } from './models';
import { payments } from './payments';

/** in-context.ts finds secrets by the words around them. */
export const secretRules: readonly SecretRule[] = [
	...cloud,
	...developerTools,
	...messaging,
	...payments,
	...models,
	...keysAndTokens,
	...addresses,
];
