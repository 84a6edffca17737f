import type { FullResult, Reporter, TestCase, TestResult } from '@playwright/test/reporter';

/** Says last, and in few lines, what failed and why: a log that is cut keeps its end. */
export default class Verdict implements Reporter {
  private readonly failed: string[] = [];

  onTestEnd(test: TestCase, result: TestResult): void {
    if (result.status === 'passed' || result.status === 'skipped') return;
    const says = (result.errors[0]?.message ?? result.status).replace(/\u001b\[[0-9;]*m/g, '');
    this.failed.push(`${test.location.file.split('/').pop()}:${test.location.line} ${test.title}\n${says.slice(0, 1500)}`);
  }

  onEnd(_result: FullResult): void {
    for (const failed of this.failed) console.log(`\nFAILED ${failed}`);
  }

  printsToStdio(): boolean {
    return false;
  }
}
