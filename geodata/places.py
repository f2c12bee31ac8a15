"""A place: a point with a radius or an area, how well it is known, and how that was found out."""

from __future__ import annotations

from enum import StrEnum
from typing import Literal

from pydantic import BaseModel, ConfigDict, Field, model_validator

ID_PATTERN = r"[a-z0-9]+(-[a-z0-9]+)*"
"""What an id is from its first letter to its last, of a place as of all in ``events.model``: lower-case words
joined by hyphens."""


class Precision(StrEnum):
    """How exactly a place is known, finest first."""

    SITE = "site"
    LOCALITY = "locality"
    DISTRICT = "district"
    PROVINCE = "province"
    COUNTRY = "country"
    UNPLACED = "unplaced"

    @property
    def rank(self) -> int:
        """0 for a site to 5 for unplaced."""
        return list(Precision).index(self)

    @property
    def is_point(self) -> bool:
        """True where a dot may be drawn: a site or a locality."""
        return self in (Precision.SITE, Precision.LOCALITY)

    @property
    def decimals(self) -> int:
        """Decimals that a coordinate of this precision may carry (3 is about 100 m, 1 about 10 km)."""
        return {"site": 4, "locality": 2, "district": 2, "province": 1, "country": 0, "unplaced": 0}[self.value]


class _Strict(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class Regions(_Strict):
    """Provinces by ISO 3166-2 code, or whole countries by ISO 3166-1 alpha-2 code."""

    regions: tuple[str, ...] = Field(min_length=1)


class Sector(_Strict):
    """A part of a disc: from bearing ``start`` clockwise to bearing ``end``, degrees from north."""

    sector: Literal[True]
    lat: float = Field(ge=-90, le=90)
    lon: float = Field(ge=-180, le=180)
    radius_km: float = Field(gt=0, le=1000)
    start: float = Field(ge=0, le=360)
    end: float = Field(ge=0, le=360)


class Disc(_Strict):
    """All within ``radius_km`` of a point that stands for an area: "near the border", or a whole district.

    Drawn as an area, hatched and with no dot in its middle: the point is no position that a source gives.
    """

    disc: Literal[True]
    lat: float = Field(ge=-90, le=90)
    lon: float = Field(ge=-180, le=180)
    radius_km: float = Field(gt=0, le=2000)


class BorderBand(_Strict):
    """All land of two countries within ``width_km`` of the border that they share."""

    border: tuple[str, str]
    width_km: float = Field(gt=0, le=300)


class Part(_Strict):
    """The part of a country on one side of a meridian or parallel."""

    country: str
    west_of: float | None = None
    east_of: float | None = None
    north_of: float | None = None
    south_of: float | None = None


AreaSpec = Regions | Sector | Disc | BorderBand | Part


class Place(_Strict):
    """A named location. A point has lat, lon and radius; an area has ``area``; unplaced has neither."""

    id: str = Field(pattern=f"^{ID_PATTERN}$")
    name: str = Field(min_length=1)
    local: str = ""
    country: str = Field(default="", pattern=r"^([A-Z]{2})?$")
    precision: Precision
    lat: float | None = Field(default=None, ge=-90, le=90)
    lon: float | None = Field(default=None, ge=-180, le=180)
    radius_km: float | None = Field(default=None, gt=0, le=2000)
    area: AreaSpec | None = None
    aliases: tuple[str, ...] = ()
    obtained: str = Field(min_length=1, description="how the coordinate or area was found")
    note: str = ""

    @model_validator(mode="after")
    def _whole(self) -> Place:
        point = (self.lat, self.lon, self.radius_km)
        if self.precision.is_point:
            if None in point or self.area is not None:
                raise ValueError(f"a {self.precision} needs lat, lon and radius_km, and no area")
        elif self.precision is Precision.UNPLACED:
            if any(value is not None for value in (*point, self.area)):
                raise ValueError("an unplaced place has no lat, lon, radius_km or area")
        elif self.area is None or self.lat is not None or self.lon is not None:
            raise ValueError(f"a {self.precision} needs an area, and no lat or lon")
        return self
