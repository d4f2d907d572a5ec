import { accounting } from './trees/accounting';
import { health } from './trees/health';
import { humanResources } from './trees/human-resources';
import { informationTechnology } from './trees/information-technology';
import { law } from './trees/law';
import { logistics } from './trees/logistics';
import { property } from './trees/property';
import { sales } from './trees/sales';
import { school } from './trees/school';
import { support } from './trees/support';

/** Twenty plans of ten trades, as a model could write them: with all kinds of blocks, in both languages. */
export const trees: unknown[] = [
	...accounting,
	...support,
	...sales,
	...humanResources,
	...health,
	...logistics,
	...law,
	...informationTechnology,
	...school,
	...property,
];
