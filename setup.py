"""Only what pyproject.toml cannot say: the shipped halls become data of the package."""

from setuptools import find_packages, setup

setup(
    packages=[*find_packages(include=["planner", "planner.*"]), "planner.layouts"],
    package_dir={"planner.layouts": "layouts"},
)
