import { describeEngineContract } from '../engine.contract';
import { differsIn88 } from '../../test/contract/recording';
import { embeddedTarget } from '../../test/support/engine/test-engine';
import { quickTestsOnly } from '../../test/support/slow-tests';

// What only 8.8 has it runs as there. The gate plays what differs.
describeEngineContract(
	'the embedded engine as Zeebe 8.6',
	() => embeddedTarget('8.6'),
	undefined,
	(cases) => cases.filter((one) => !quickTestsOnly || differsIn88(one)),
);
