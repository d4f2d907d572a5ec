import { describeEngineContract } from '../engine.contract';
import { embeddedTarget } from '../../test/support/engine/test-engine';

describeEngineContract('the embedded engine as Zeebe 8.8', () => embeddedTarget('8.8'), '8.8');
