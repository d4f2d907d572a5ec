/** Each entry of the bundle imports this first (scripts/build/record-code.mjs), so that the gate can compare running code with the manifest. */
import { recordLoadedCode } from './loaded-code';
import { findPackageFolder } from '../package-folder';

recordLoadedCode(findPackageFolder());
