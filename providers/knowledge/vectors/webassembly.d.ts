/** The part used here: the compiler has these types only with a browser's. */
declare namespace WebAssembly {
	class Memory {
		constructor(size: { initial: number });
		readonly buffer: ArrayBuffer;
		grow(pages: number): number;
	}
	class Module {
		constructor(bytes: Uint8Array<ArrayBuffer>);
	}
	class Instance {
		constructor(module: Module, imports: Record<string, Record<string, unknown>>);
		readonly exports: Record<string, unknown>;
	}
}
