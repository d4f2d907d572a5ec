import { join } from 'node:path';
import { openEmbeddedEngine } from '../../engine-adapter/embedded/open-embedded-engine';
import { describeWaiting } from '../support/waiting/waiting.contract';

describeWaiting('the embedded engine', (folder) => openEmbeddedEngine({ file: join(folder, 'engine.db') }));
