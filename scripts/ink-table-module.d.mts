import type { Plugin } from 'vite';
import type { Plugin as EsbuildPlugin } from 'esbuild';

export declare const inkTableForEsbuild: EsbuildPlugin;
export declare const inkTableForVite: Plugin;
