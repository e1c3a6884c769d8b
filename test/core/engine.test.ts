import { spawnSync } from 'node:child_process';
import { describe, expect, it } from 'vitest';
import { engineFlags } from '../../src/core/engine.ts';

describe('flags of the engine', () => {
  it('are ones that this version knows', () => {
    const flags = engineFlags(process.versions.v8);
    const { status, stderr } = spawnSync(process.execPath, [...flags, '-e', '0'], { encoding: 'utf8' });
    expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
  });

  it('differ between versions, and there are none for one that is not known', () => {
    expect(engineFlags('11.3.244.8-node.38')).toEqual(['--heap-growing-percent=40', '--interrupt-budget=1000000']);
    expect(engineFlags('13.6.233')).toEqual(engineFlags('12.4.254'));
    expect(engineFlags('99.0.0')).toEqual([]);
    expect(engineFlags('')).toEqual([]);
  });
});
