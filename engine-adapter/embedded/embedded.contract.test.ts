import { describeEngineContract } from '../engine.contract';
import { embeddedTarget } from '../../test/support/engine/test-engine';

// What only 8.8 has it runs as there.
describeEngineContract('the embedded engine as Zeebe 8.6', () => embeddedTarget('8.6'));
