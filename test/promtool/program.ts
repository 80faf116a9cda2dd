import { copyFileSync } from 'node:fs';
import { join } from 'node:path';
import { type Found, goProgram } from '../go-program';

/** Prometheus 3.13, as a Go module: promtool's tests of rules, and its parser. It needs no newer Go than the lab does. */
export const findPromrules = (log: (line: string) => void): Found =>
  goProgram(
    {
      name: 'promrules',
      title: "promtool's tests of rules",
      place: 'promtool',
      module: 'github.com/prometheus/prometheus',
      version: 'v0.313.0',
      package: '.',
      lasts: 'two minutes',
      add: (moduleFolder, source) => {
        copyFileSync(join(moduleFolder, 'cmd/promtool/unittest.go'), join(source, 'unittest.go'));
        copyFileSync(join(__dirname, 'main.go'), join(source, 'main.go'));
      },
    },
    log,
  );
